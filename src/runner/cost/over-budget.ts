import { formatQuantity } from "../../documents/format-quantity.ts";
import type { Reason, StepCost } from "../../documents/manifest.generated.ts";
import type { Budget } from "../../documents/plan.generated.ts";

/**
 * CPU time that a step may use beside its budget, since tools work hard for a moment when they start: BCC compiles its
 * program with LLVM, which took one second on a fast machine, and 2 s (profile) to 3 s (runqlat) on a crowded virtual one;
 * perf and bpftrace took 0.2 s there. A grace by the clock would not do: one second of compiling is still 33 % on average
 * when three have passed, and no sign of a tool that costs too much. So two busy cores are stopped after 3 s, 143 % of one
 * after 7 s, and a tool of one thread never at 100 %.
 */
const startAllowanceMs = 3_000;

export interface Used extends StepCost {
  /** Time since the programs of the step started. Absent where CPU time is not judged. */
  readonly elapsedMs?: number;
}

/** Why a step must be stopped; undefined while it stays within its budget. */
export function overBudget(used: Used, budget: Budget): Reason | undefined {
  const { cpuMs, maxRssBytes, diskBytes, elapsedMs } = used;
  if (maxRssBytes > budget.memoryBytes) {
    return over(
      `its programs held ${bytes(maxRssBytes)} of memory, their budget is ${bytes(budget.memoryBytes)}`,
      "Raise `budget.memory` in the playbook, or make the step hold less: a shorter duration, a narrower target.",
    );
  }
  if (diskBytes > budget.diskBytes) {
    return over(
      `it wrote ${bytes(diskBytes)}, its budget is ${bytes(budget.diskBytes)}`,
      "Raise `budget.disk` in the playbook, or make the step write less: a lower frequency, a shorter duration.",
    );
  }
  if (elapsedMs === undefined || cpuMs <= (elapsedMs * budget.cpuPercentOfCore) / 100 + startAllowanceMs)
    return undefined;
  const percent = Math.round((100 * cpuMs) / elapsedMs);
  return over(
    `it used ${percent} % of a core on average over ${seconds(elapsedMs)}, its budget is ${budget.cpuPercentOfCore} %`,
    "Raise `budget.cpu` in the playbook, or lower the frequency of the step.",
  );
}

function over(what: string, mend: string): Reason {
  return { code: "over-budget", message: `stopped: ${what}`, mend };
}

function bytes(value: number): string {
  return formatQuantity(value, "bytes").replaceAll("\u202f", " ");
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(1))} s`;
}
