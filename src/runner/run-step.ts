import type { Reason } from "../documents/manifest.generated.ts";
import type { PlannedStep } from "../documents/plan.generated.ts";
import { toolNamed } from "../tools/registry.ts";
import type { Condition } from "./condition.ts";
import { runCommand } from "./run-command.ts";
import { runTool } from "./run-tool.ts";
import type { KeptOutcome, StepContext, StepOutcome } from "./step-context.ts";
import { reasonOf } from "./stop.ts";

/** Runs one step, or skips it with a reason. Whatever happens is a result; this never throws. */
export async function runStep(
  step: PlannedStep,
  needed: ReadonlyMap<string, KeptOutcome>,
  condition: Condition,
  context: StepContext,
): Promise<StepOutcome> {
  const skip = skipReason(step, needed, condition, context);
  return skip === undefined ? start(step, context) : notRun(step, "skipped", skip);
}

function skipReason(
  step: PlannedStep,
  needed: ReadonlyMap<string, KeptOutcome>,
  condition: Condition,
  context: StepContext,
): Reason | undefined {
  if (context.signal.aborted) return reasonOf(context.signal);
  for (const [id, { result }] of needed) {
    if (result.status === "failed" || result.status === "skipped") {
      return {
        code: "dependency",
        message: `step ${id}, which it needs, was ${result.status === "failed" ? "not successful" : "skipped"}`,
      };
    }
  }
  if (context.ended !== undefined && !answersAfterTheEnd(step)) {
    return { code: "target-gone", message: `the container does not run: ${context.ended}` };
  }
  if (step.when === undefined) return undefined;
  return condition(step.when, Object.fromEntries([...needed].map(([id, { facts }]) => [id, facts])));
}

/** Whether what a step reads outlives the target. */
function answersAfterTheEnd(step: PlannedStep): boolean {
  return step.kind === "tool" && (toolNamed(step.tool)?.variants.some(({ afterTheEnd }) => afterTheEnd) ?? false);
}

async function start(step: PlannedStep, context: StepContext): Promise<StepOutcome> {
  try {
    if (step.kind === "command") return await runCommand(step, context);
    const tool = toolNamed(step.tool);
    if (tool !== undefined) return await runTool(step, tool, context);
    return notRun(step, "failed", {
      code: "no-variant",
      message: `this diag has no tool ${step.tool}`,
      mend: "Use the diag version that made the plan.",
    });
  } catch (error) {
    // A bug in a tool's definition, or a disk that fails: its neighbours go on.
    return notRun(step, "failed", {
      code: "not-permitted",
      message: error instanceof Error ? error.message : String(error),
    });
  }
}

function notRun(step: PlannedStep, status: "failed" | "skipped", reason: Reason): StepOutcome {
  return {
    result: { id: step.id, label: labelOf(step), status, reason, attempts: [], durationMs: 0, notes: [] },
    facts: {},
  };
}

function labelOf(step: PlannedStep): string {
  return step.kind === "tool" ? step.tool : step.argv.join(" ");
}
