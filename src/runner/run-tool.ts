import type { Attempt, Reason, StepResult } from "../documents/manifest.generated.ts";
import type { ToolStep } from "../documents/plan.generated.ts";
import { knownError } from "../tools/known-error.ts";
import type { Parsed, Tool, Variant } from "../tools/tool.ts";
import { chooseVariants } from "./choose-variants.ts";
import { adoptArtifacts, artifactPath, type Collected, collect } from "./collect.ts";
import type { StepContext, StepOutcome } from "./step-context.ts";

/**
 * Runs a tool's variants in order until one answers. A variant that cannot run here, or that fails, leaves an
 * attempt with its reason; a variant that was stopped has answered with what it had.
 */
export async function runTool(step: ToolStep, tool: Tool, context: StepContext): Promise<StepOutcome> {
  const startedAt = new Date();
  const { candidates, rejected } = chooseVariants(tool, step.variants, context.probe, context.target.kind);
  const attempts: Attempt[] = [...rejected];
  for (const variant of candidates) {
    context.events.emit({
      kind: "step-started",
      step: step.id,
      label: tool.name,
      variant: variant.name,
      windowMs: step.windowMs,
    });
    const { collected, parsed } = await tryVariant(step, variant, context);
    const failure = failureOf(collected, parsed);
    if (failure === undefined || context.signal.aborted) {
      return answered(step, tool, variant, { attempts, collected, parsed, failure, startedAt });
    }
    attempts.push({ variant: variant.name, outcome: "failed", reason: failure });
    context.events.emit({ kind: "step-fell-back", step: step.id, variant: variant.name, message: failure.message });
  }
  const last = attempts.at(-1);
  const reason: Reason =
    attempts.length === 1 && last !== undefined
      ? last.reason
      : {
          code: "no-variant",
          message: `no variant of ${tool.name} works here: ${attempts.map(describe).join("; ")}`,
          ...firstMend(attempts),
        };
  return {
    result: { id: step.id, label: tool.name, status: "failed", reason, attempts, ...times(startedAt), notes: [] },
    facts: {},
  };
}

async function tryVariant(step: ToolStep, variant: Variant, context: StepContext) {
  const artifacts = new Set<string>();
  const collection = variant.collect(step.arguments, {
    probe: context.probe,
    target: context.target,
    artifact: (name) => {
      artifacts.add(name);
      return artifactPath(context, step.id, name);
    },
  });
  const collected = await collect(
    {
      step: step.id,
      variant: variant.name,
      collection,
      timeoutMs: step.timeoutMs,
      maxOutputBytes: step.maxOutputBytes,
    },
    context,
  );
  adoptArtifacts(context, step.id, artifacts);
  const parsed = variant.parse(collected.output, {
    args: step.arguments,
    cpus: context.probe.cpus,
    pids: context.target.kind === "process" ? context.target.pids : [],
    elapsedMs: collected.elapsedMs,
  });
  return { collected, parsed };
}

/** Why a variant gave no answer at all; undefined when there is something to keep. */
function failureOf(collected: Collected, parsed: Parsed): Reason | undefined {
  if (collected.startError !== undefined)
    return { code: "exit-status", message: `it could not be started: ${collected.startError}` };
  const hasFacts = Object.keys(parsed.facts).length > 0;
  if (hasFacts && parsed.problem === undefined) return undefined;
  const known = knownError(collected.output.stderr);
  if (known !== undefined) return { ...known };
  if (collected.stopped !== undefined) return collected.stopped;
  if (parsed.problem !== undefined) return { ...parsed.problem };
  if (collected.signal !== undefined) return { code: "signal", message: `it was killed by ${collected.signal}` };
  if (collected.exitCode !== 0 && collected.exitCode !== undefined) {
    return {
      code: "exit-status",
      message: `it exited with ${collected.exitCode}: ${lastLine(collected.output.stderr)}`,
    };
  }
  return { code: "no-output", message: "it printed nothing that could be read" };
}

interface Answer {
  readonly attempts: Attempt[];
  readonly collected: Collected;
  readonly parsed: Parsed;
  readonly failure: Reason | undefined;
  readonly startedAt: Date;
}

function answered(step: ToolStep, tool: Tool, variant: Variant, answer: Answer): StepOutcome {
  const { collected, parsed } = answer;
  const reason = answer.failure ?? collected.stopped ?? exitReason(collected);
  const status: StepResult["status"] = answer.failure ? "failed" : reason === undefined ? "ok" : "partial";
  return {
    result: {
      id: step.id,
      label: tool.name,
      status,
      ...(reason === undefined ? {} : { reason }),
      variant: variant.name,
      precision: variant.precision,
      attempts: answer.attempts,
      ...(collected.argv === undefined ? {} : { argv: collected.argv }),
      ...times(answer.startedAt),
      ...(collected.exitCode === undefined ? {} : { exitCode: collected.exitCode }),
      ...(collected.signal === undefined ? {} : { signal: collected.signal }),
      stdoutBytes: collected.stdoutBytes,
      ...(collected.truncated ? { truncated: true } : {}),
      notes: [...parsed.notes],
    },
    facts: parsed.facts,
  };
}

/** Facts were read, but the tool did not end well: what it did not say is not known. */
function exitReason(collected: Collected): Reason | undefined {
  if (collected.exitCode === 0 || (collected.exitCode === undefined && collected.signal === undefined))
    return undefined;
  const how =
    collected.signal === undefined ? `exited with ${collected.exitCode}` : `was killed by ${collected.signal}`;
  return {
    code: collected.signal === undefined ? "exit-status" : "signal",
    message: `it ${how}: ${lastLine(collected.output.stderr)}`,
  };
}

function times(startedAt: Date): Pick<StepResult, "startedAt" | "durationMs"> {
  return { startedAt: startedAt.toISOString(), durationMs: Date.now() - startedAt.getTime() };
}

function describe(attempt: Attempt): string {
  return `${attempt.variant}: ${attempt.reason.message}`;
}

function firstMend(attempts: readonly Attempt[]): { mend?: string } {
  const mend = attempts.find((attempt) => attempt.reason.mend !== undefined)?.reason.mend;
  return mend === undefined ? {} : { mend };
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.slice(0, 200) || "it said nothing on stderr";
}
