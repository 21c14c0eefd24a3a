import { amountOf, type Fields, fieldsOf } from "../json-line.ts";
import { looking } from "../looking.ts";
import { kernelFrame } from "../stacks/frame.ts";
import { textLines } from "../text-lines.ts";
import type { ParseContext, Parsed, RawOutput, Variant } from "../tool.ts";
import { type Children, childFacts } from "./child-facts.ts";
import { offCpuFacts } from "./off-cpu-facts.ts";
import { type Wait, withoutScheduler } from "./wait.ts";
import { futexKind } from "./wait-reason.ts";

export const procfs: Variant = {
  name: "procfs",
  precision:
    "Looks at each thread up to 20 times a second: shares are of what it found, counts are at least so many, and waits below some 50 ms are seen by chance. No functions of the program, only the kernel's (without root the wait channel). Names the peers of TCP connections, and sees threads that sleep all along.",
  ...looking("thread-waits"),
  parse,
};

/** Lines of the helper `thread-waits`. */
function parse(output: RawOutput, context: ParseContext): Parsed {
  const waits: Wait[] = [];
  const children: Children[] = [];
  let watched: number | undefined;
  let readings = 0;
  for (const line of textLines(output.stdout)) {
    const value = fieldsOf(line);
    if (value === undefined) continue;
    if (typeof value["watched"] === "number") {
      watched = value["watched"];
      readings = amountOf(value["readings"]);
    } else if (typeof value["child"] === "string" && typeof value["parent"] === "string") {
      const { child, parent } = value;
      children.push({ child, parent, us: amountOf(value["us"]), started: amountOf(value["started"]) });
    } else {
      const wait = waitOf(value);
      if (wait !== undefined) waits.push(wait);
    }
  }
  if (watched === undefined && waits.length === 0) return { facts: {}, notes: [] };
  const seconds = watched ?? context.elapsedMs / 1e3;
  const notes = [
    `Threads were looked at ${readings} times in ${Math.round(seconds * 10) / 10} s; what is shorter than the time between is seen by chance.`,
  ];
  return { facts: { ...offCpuFacts(waits, seconds), ...childFacts(children, seconds) }, notes };
}

const maxFrames = 64;

function waitOf(value: Fields): Wait | undefined {
  const { thread, state, kernel, futex, peer } = value;
  if (typeof thread !== "string" || typeof state !== "string" || !Array.isArray(kernel)) return undefined;
  const us = amountOf(value["us"]);
  if (us <= 0) return undefined;
  const [operation, word] = Array.isArray(futex) ? futex.map(amountOf) : [];
  return {
    thread,
    blocked: state === "D",
    futex: operation === undefined || word === undefined ? "unknown" : futexKind(operation, word),
    kernel: withoutScheduler(
      kernel.slice(0, maxFrames).flatMap((name) => (typeof name === "string" ? [kernelFrame(name)] : [])),
    ),
    user: [],
    us,
    count: amountOf(value["count"]),
    longestUs: amountOf(value["longestUs"]),
    ...(typeof peer === "string" ? { peer: peer.slice(0, 128) } : {}),
  };
}
