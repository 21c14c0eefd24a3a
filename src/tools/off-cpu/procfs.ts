import { diagItself } from "../programs.ts";
import { kernelFrame } from "../stacks/frame.ts";
import { pidsOf } from "../target-pids.ts";
import { textLines } from "../text-lines.ts";
import type { ParseContext, Parsed, RawOutput, Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { type Children, childFacts } from "./child-facts.ts";
import { offCpuFacts } from "./off-cpu-facts.ts";
import { type Wait, withoutScheduler } from "./wait.ts";
import { futexKind } from "./wait-reason.ts";

export const procfs: Variant = {
  name: "procfs",
  precision:
    "Looks at each thread up to 20 times a second: shares are of what it found, counts are at least so many, and waits below some 50 ms are seen by chance. No functions of the program, only the kernel's (without root the wait channel). Names the peers of TCP connections, and sees threads that sleep all along.",
  requires: [{ kind: "target", targets: ["process"] }],
  overhead: { cpuPercentOfCore: 5, basis: "readings are as seldom as a twentieth of a core asks" },
  collect(args, { target }) {
    const words = ["--pids", pidsOf(target).join(","), "--seconds", `${windowSeconds(args)}`];
    return { kind: "commands", commands: [{ binary: diagItself, argv: ["helper", "thread-waits", ...words] }] };
  },
  parse,
};

/** Lines of the helper `thread-waits`. */
function parse(output: RawOutput, context: ParseContext): Parsed {
  const waits: Wait[] = [];
  const children: Children[] = [];
  let watched: number | undefined;
  let readings = 0;
  for (const line of textLines(output.stdout)) {
    const value = objectOf(line);
    if (value === undefined) continue;
    if (typeof value["watched"] === "number") {
      watched = value["watched"];
      readings = numberOf(value["readings"]);
    } else if (typeof value["child"] === "string" && typeof value["parent"] === "string") {
      const { child, parent } = value;
      children.push({ child, parent, us: numberOf(value["us"]), started: numberOf(value["started"]) });
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

function waitOf(value: Readonly<Record<string, unknown>>): Wait | undefined {
  const { thread, state, kernel, futex, peer } = value;
  if (typeof thread !== "string" || typeof state !== "string" || !Array.isArray(kernel)) return undefined;
  const us = numberOf(value["us"]);
  if (us <= 0) return undefined;
  const [operation, word] = Array.isArray(futex) ? futex.map(numberOf) : [];
  return {
    thread,
    blocked: state === "D",
    futex: operation === undefined || word === undefined ? "unknown" : futexKind(operation, word),
    kernel: withoutScheduler(
      kernel.slice(0, maxFrames).flatMap((name) => (typeof name === "string" ? [kernelFrame(name)] : [])),
    ),
    user: [],
    us,
    count: numberOf(value["count"]),
    longestUs: numberOf(value["longestUs"]),
    ...(typeof peer === "string" ? { peer: peer.slice(0, 128) } : {}),
  };
}

function numberOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : 0;
}

function objectOf(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
