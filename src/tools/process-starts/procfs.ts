import { groupDigits } from "../../documents/group-digits.ts";
import { number } from "../fact.ts";
import { amountOf, type Fields, fieldsOf } from "../json-line.ts";
import { looking } from "../looking.ts";
import { textLines } from "../text-lines.ts";
import type { Parsed, RawOutput, Variant } from "../tool.ts";
import type { SeenProcesses } from "./process-start.ts";
import { perCore, seenTable } from "./start-facts.ts";

export const procfs: Variant = {
  name: "procfs",
  precision:
    "Looks at the children of the target's processes up to 20 times a second: what ends in between is not counted and has no name. Its CPU time is still known, from the parent that waits for it (cutime and cstime): not where SIGCHLD is ignored, nor of what comes into a container from outside.",
  ...looking("process-starts"),
  parse,
};

/** Lines of the helper `process-starts`; the last one has the sums. */
function parse(output: RawOutput): Parsed {
  const seen: SeenProcesses[] = [];
  let sums: Fields | undefined;
  for (const line of textLines(output.stdout)) {
    const value = fieldsOf(line);
    if (value === undefined) continue;
    if (typeof value["watched"] === "number") sums = value;
    else seen.push(...seenOf(value));
  }
  const seconds = amountOf(sums?.["watched"]);
  if (sums === undefined || seconds === 0) return { facts: {}, notes: [] };
  const [starts, forks] = [amountOf(sums["starts"]), amountOf(sums["forks"])];
  const readings = amountOf(sums["readings"]);
  return {
    facts: {
      watched: number(seconds, "seconds"),
      starts: number(starts, "count"),
      cpu: perCore(amountOf(sums["reapedUs"]), seconds),
      brief: perCore(amountOf(sums["unseenUs"]), seconds),
      machine: number(forks / seconds, "per-second"),
      seen: seenTable(seen, seconds),
    },
    notes: [
      `Children were looked at ${readings} times in ${Math.round(seconds * 10) / 10} s: ${groupDigits(starts)} of them were seen, and ${groupDigits(forks)} tasks began on the whole machine. What ended between two looks is not counted.`,
    ],
  };
}

function seenOf({ program, parent, count, cpuUs }: Fields): SeenProcesses[] {
  if (typeof program !== "string" || typeof parent !== "string" || amountOf(count) === 0) return [];
  const names = { program: program.slice(0, 64), parent: parent.slice(0, 64) };
  return [{ ...names, count: amountOf(count), cpuUs: amountOf(cpuUs) }];
}
