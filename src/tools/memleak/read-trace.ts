import type { Parsed, RawOutput } from "../tool.ts";
import type { OutstandingStack } from "./outstanding.ts";
import { outstandingFacts } from "./outstanding-facts.ts";
import { readHeader } from "./trace-header.ts";

/** Facts of the helper's output: its header, and the tracer's stacks below it, which `parse` reads. */
export function readTrace(
  output: RawOutput,
  parse: (body: Uint8Array) => readonly OutstandingStack[] | undefined,
): Parsed {
  const read = readHeader(output.stdout);
  if (read === undefined) return { facts: {}, notes: [] };
  const { header, body } = read;
  if (header.refused !== undefined) {
    const { mend, ...why } = header.refused;
    const problem = { ...why, ...(mend === undefined ? {} : { mend }) };
    // Of the tracers the cheapest is tried first: what it is too dear for is too dear for the others.
    return { facts: {}, notes: [], problem, ...(why.code === "no-variant" ? {} : { isFinal: true as const }) };
  }
  const stacks = parse(body);
  return stacks === undefined ? { facts: {}, notes: [] } : outstandingFacts(stacks, header, output);
}
