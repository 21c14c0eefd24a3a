import type { StepResult } from "../documents/manifest.generated.ts";
import type { CommandStep } from "../documents/plan.generated.ts";
import { knownError } from "../tools/known-error.ts";
import { parseRaw } from "../tools/raw/parse-raw.ts";
import { collect } from "./collect.ts";
import type { StepContext, StepOutcome } from "./step-context.ts";

/** Runs a raw `run:` step, in the target's network namespace where it asks for that. */
export async function runCommand(step: CommandStep, context: StepContext): Promise<StepOutcome> {
  const startedAt = new Date();
  const label = step.argv.join(" ");
  context.events.emit({ kind: "step-started", step: step.id, label, windowMs: step.windowMs });
  const [program, ...argv] = inNamespace(step, context);
  const collected = await collect(
    {
      step: step.id,
      variant: "command",
      collection: { kind: "commands", commands: [{ binary: { names: [program ?? ""], package: "" }, argv }] },
      timeoutMs: step.timeoutMs,
      maxOutputBytes: step.maxOutputBytes,
    },
    context,
  );
  const parsed = parseRaw(collected.output, step.parse);
  const hasFacts = Object.keys(parsed.facts).length > 0;
  const known = knownError(collected.output.stderr);
  const exit =
    collected.exitCode === undefined || collected.exitCode === 0
      ? undefined
      : { code: "exit-status" as const, message: `it exited with ${collected.exitCode}` };
  const reason =
    collected.startError === undefined
      ? (collected.stopped ?? (exit && known) ?? exit ?? parsed.problem)
      : {
          code: "binary-missing" as const,
          message: `${program} could not be started: ${collected.startError}`,
          mend: `Install ${program} on the node.`,
        };
  const status: StepResult["status"] = reason === undefined ? "ok" : hasFacts ? "partial" : "failed";
  return {
    result: {
      id: step.id,
      label,
      status,
      ...(reason === undefined ? {} : { reason: { ...reason } }),
      variant: "command",
      attempts: [],
      ...(collected.argv === undefined ? {} : { argv: collected.argv }),
      startedAt: startedAt.toISOString(),
      durationMs: Date.now() - startedAt.getTime(),
      ...(collected.exitCode === undefined ? {} : { exitCode: collected.exitCode }),
      ...(collected.signal === undefined ? {} : { signal: collected.signal }),
      stdoutBytes: collected.stdoutBytes,
      ...(collected.truncated ? { truncated: true } : {}),
      notes: [...parsed.notes],
    },
    facts: parsed.facts,
  };
}

function inNamespace(step: CommandStep, context: StepContext): string[] {
  const { target } = context;
  if (step.in !== "target-netns" || target.kind !== "process") return step.argv;
  return ["nsenter", "--net", `--target=${target.pids[0]}`, "--", ...step.argv];
}
