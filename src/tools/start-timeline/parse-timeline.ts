import type { Parsed, RawOutput } from "../tool.ts";
import { chooseStart } from "./choose-start.ts";
import { readTrace } from "./read-trace.ts";
import { failureFacts, startFacts, waitFacts } from "./timeline-facts.ts";

export function parseTimeline(output: RawOutput): Parsed {
  const trace = readTrace(output.stdout);
  if (trace === undefined) return { facts: {}, notes: [] };
  const start = chooseStart(trace);
  const notes: string[] = [];
  if (trace.lost > 0) notes.push(`bpftrace lost ${trace.lost} of its lines: files, waits or connections are missing.`);
  if (output.partial) notes.push("Tracing was cut short.");
  return {
    facts: { ...startFacts(trace), ...failureFacts(trace), ...(start === undefined ? {} : waitFacts(start)) },
    notes,
  };
}

/** By looking: what no file of /proc tells is absent. */
export function parseLooking(output: RawOutput): Parsed {
  const trace = readTrace(output.stdout);
  if (trace === undefined) return { facts: {}, notes: [] };
  const notes = ["Processes were looked at ten times a second: what began and ended in between was not seen."];
  return { facts: startFacts(trace), notes };
}
