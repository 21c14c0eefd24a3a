import { formatQuantity } from "../../documents/format-quantity.ts";
import type { Reason, StepCost } from "../../documents/manifest.generated.ts";
import type { Budget } from "../../documents/plan.generated.ts";

/**
 * CPU time that a step may use beside its budget. Tools work hard for a moment when they start (BCC compiles its program
 * with LLVM, about one second at 100 % of a core; bpftrace as much) and are quiet after. A grace by the clock would not do:
 * one second of compiling in three of running is 33 % on average, and no sign of a tool that costs too much.
 */
export const startAllowanceMs = 2_000;

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
