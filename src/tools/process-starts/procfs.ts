import { number } from "../fact.ts";
import { diagItself } from "../programs.ts";
import { pidsOf } from "../target-pids.ts";
import { textLines } from "../text-lines.ts";
import type { Parsed, RawOutput, Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import type { SeenProcesses } from "./process-start.ts";
import { perCore, seenTable } from "./start-facts.ts";

export const procfs: Variant = {
  name: "procfs",
  precision:
    "Looks at the children of the target's processes up to 20 times a second: what ends in between is not counted and has no name. Its CPU time is still known, from the parent that waits for it (cutime and cstime): not where SIGCHLD is ignored, nor of what comes into a container from outside.",
  requires: [{ kind: "target", targets: ["process"] }],
  overhead: { cpuPercentOfCore: 5, basis: "readings are as seldom as a twentieth of a core asks" },
  collect(args, { target }) {
    const words = ["--pids", pidsOf(target).join(","), "--seconds", `${windowSeconds(args)}`];
    return { kind: "commands", commands: [{ binary: diagItself, argv: ["helper", "process-starts", ...words] }] };
  },
  parse,
};

/** Lines of the helper `process-starts`; the last one has the sums. */
function parse(output: RawOutput): Parsed {
  const seen: SeenProcesses[] = [];
  let sums: Readonly<Record<string, unknown>> | undefined;
  for (const line of textLines(output.stdout)) {
    const value = objectOf(line);
    if (value === undefined) continue;
    if (typeof value["watched"] === "number") sums = value;
    else seen.push(...seenOf(value));
  }
  const seconds = amount(sums?.["watched"]);
  if (sums === undefined || seconds === 0) return { facts: {}, notes: [] };
  const [starts, forks] = [amount(sums["starts"]), amount(sums["forks"])];
  const readings = amount(sums["readings"]);
  return {
    facts: {
      watched: number(seconds, "seconds"),
      starts: number(starts, "count"),
      cpu: perCore(amount(sums["reapedUs"]), seconds),
      brief: perCore(amount(sums["unseenUs"]), seconds),
      machine: number(forks / seconds, "per-second"),
      seen: seenTable(seen, seconds),
    },
    notes: [
      `Children were looked at ${readings} times in ${Math.round(seconds * 10) / 10} s: ${starts.toLocaleString("en")} of them were seen, and ${forks.toLocaleString("en")} tasks began on the whole machine. What ended between two looks is not counted.`,
    ],
  };
}

function seenOf({ program, parent, count, cpuUs }: Readonly<Record<string, unknown>>): SeenProcesses[] {
  if (typeof program !== "string" || typeof parent !== "string" || amount(count) === 0) return [];
  const names = { program: program.slice(0, 64), parent: parent.slice(0, 64) };
  return [{ ...names, count: amount(count), cpuUs: amount(cpuUs) }];
}

function amount(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : 0;
}

function objectOf(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
