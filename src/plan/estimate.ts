import type { Estimate, PlannedStep } from "../documents/plan.generated.ts";
import type { FindTool } from "../playbook/playbook-scope.ts";

/** The preferred variants' measured overheads, added up as if all steps ran at once. */
export function estimateOf(steps: readonly PlannedStep[], findTool: FindTool): Estimate {
  let cpuPercentOfCore = 0;
  for (const step of steps) {
    if (step.kind === "tool") cpuPercentOfCore += findTool(step.tool)?.variants[0]?.overhead.cpuPercentOfCore ?? 0;
  }
  return { cpuPercentOfCore, basis: "sum of the first variants, each as measured on one busy process" };
}
