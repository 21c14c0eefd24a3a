import type { Attempt, Reason, StepCost } from "../documents/manifest.generated.ts";
import type { ToolStep } from "../documents/plan.generated.ts";
import { knownError } from "../tools/known-error.ts";
import { pidsOf } from "../tools/target-pids.ts";
import type { Parsed, Tool, Variant } from "../tools/tool.ts";
import { adoptArtifacts, artifactPath } from "./artifacts.ts";
import { chooseVariants } from "./choose-variants.ts";
import { type Collected, collect } from "./collect.ts";
import { addCosts } from "./cost/step-meter.ts";
import type { StepContext, StepOutcome } from "./step-context.ts";
import { exitReason, stepOutcome, times } from "./step-result.ts";

/**
 * Runs a tool's variants in order until one answers. A variant that cannot run here, or that fails, leaves an
 * attempt with its reason; a variant that was stopped has answered with what it had, and one that refuses the target
 * (`isFinal`) has answered for all of them. The timeout is for all of
 * them together: one that hung leaves no time for the next.
 */
export async function runTool(step: ToolStep, tool: Tool, context: StepContext): Promise<StepOutcome> {
  const startedAt = new Date();
  const { candidates, rejected } = chooseVariants(tool, step.variants, context.probe, context.circumstances);
  const attempts: Attempt[] = [...rejected];
  let cost: StepCost | undefined;
  for (const variant of candidates) {
    const leftMs = step.timeoutMs - (Date.now() - startedAt.getTime());
    if (leftMs < step.windowMs || leftMs <= 0) {
      const message = `no time was left for it in the step's ${step.timeoutMs / 1000} s`;
      attempts.push({ variant: variant.name, outcome: "rejected", reason: { code: "timeout", message } });
      continue;
    }
    const { id, windowMs } = step;
    context.events.emit({ kind: "step-started", step: id, label: tool.name, variant: variant.name, windowMs });
    const { collected, parsed } = await tryVariant({ ...step, timeoutMs: leftMs }, variant, context);
    const failure = failureOf(collected, parsed);
    if (failure === undefined || context.signal.aborted || parsed.isFinal === true) {
      const { name, precision } = variant;
      const tried = { attempts: inOrder(attempts, step), costBefore: cost };
      const about = { id, label: tool.name, variant: name, precision, ...tried, startedAt };
      return stepOutcome(about, collected, parsed, failure, collected.stopped ?? exitReason(collected));
    }
    cost = addCosts(cost, collected.cost);
    attempts.push({ variant: variant.name, outcome: "failed", reason: failure });
    context.events.emit({ kind: "step-fell-back", step: id, variant: variant.name, message: failure.message });
  }
  const reason = reasonOf(inOrder(attempts, step));
  const about = { id: step.id, label: tool.name, attempts: inOrder(attempts, step), ...times(startedAt) };
  return {
    result: { ...about, status: "failed", reason, ...(cost === undefined ? {} : { cost }), notes: [] },
    facts: {},
  };
}

async function tryVariant(step: ToolStep, variant: Variant, context: StepContext) {
  const artifacts = new Set<string>();
  const collection = variant.collect(step.arguments, {
    target: context.target,
    artifact: (name) => {
      artifacts.add(name);
      return artifactPath(context, step.id, name);
    },
  });
  const { id, timeoutMs, maxOutputBytes } = step;
  const request = { step: id, variant: variant.name, collection, timeoutMs, maxOutputBytes };
  const collected = await collect(request, context);
  adoptArtifacts(context, step.id, artifacts);
  const parsed = variant.parse(collected.output, {
    args: step.arguments,
    cpus: context.probe.cpus,
    pids: pidsOf(context.target),
    elapsedMs: collected.elapsedMs,
  });
  return { collected, parsed };
}

/** Why a variant gave no answer at all; undefined when there is something to keep. */
function failureOf(collected: Collected, parsed: Parsed): Reason | undefined {
  if (collected.startError !== undefined) {
    return { code: "exit-status", message: `it could not be started: ${collected.startError}` };
  }
  const exit = collected.stopped === undefined ? exitReason(collected) : undefined;
  const known = knownError(collected.output.stderr);
  // A tool that failed and printed nothing has not counted nothing, whatever its parser reads in that.
  const isMute = exit !== undefined && (collected.stdoutBytes === 0 || known !== undefined);
  if (Object.keys(parsed.facts).length > 0 && parsed.problem === undefined && !isMute) return undefined;
  const reason = known ?? collected.stopped ?? parsed.problem ?? exit;
  return reason === undefined ? { code: "no-output", message: "it printed nothing that could be read" } : { ...reason };
}

/** As the plan prefers the variants, which is not the order in which they were given up. */
function inOrder(attempts: readonly Attempt[], { variants }: ToolStep): Attempt[] {
  return attempts.toSorted((a, b) => variants.indexOf(a.variant) - variants.indexOf(b.variant));
}

/** Of several attempts the first mend is told; the rest stands in the report's coverage. */
function reasonOf(attempts: readonly Attempt[]): Reason {
  const [only] = attempts;
  if (only !== undefined && attempts.length === 1) return only.reason;
  const mend = attempts.find(({ reason }) => reason.mend !== undefined)?.reason.mend;
  const message = `none of its variants works here (${attempts.map(({ variant }) => variant).join(", ")})`;
  return { code: "no-variant", message, ...(mend === undefined ? {} : { mend }) };
}
