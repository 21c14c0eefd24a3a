import type { Reason } from "../documents/manifest.generated.ts";
import type { CommandStep } from "../documents/plan.generated.ts";
import { knownError } from "../tools/known-error.ts";
import { parseRaw } from "../tools/raw/parse-raw.ts";
import { binariesOf } from "../tools/registry.ts";
import type { Parsed } from "../tools/tool.ts";
import { type Collected, collect } from "./collect.ts";
import type { StepContext, StepOutcome } from "./step-context.ts";
import { exitReason, stepOutcome } from "./step-result.ts";

/** Runs a raw `run:` step, in the target's network namespace where it asks for that. */
export async function runCommand(step: CommandStep, context: StepContext): Promise<StepOutcome> {
  const startedAt = new Date();
  const label = step.argv.join(" ");
  context.events.emit({ kind: "step-started", step: step.id, label, windowMs: step.windowMs });
  const [program = "", ...argv] = step.argv;
  const collected = await collect(
    {
      step: step.id,
      variant: "command",
      collection: {
        kind: "commands",
        commands: [
          {
            binary: { names: [program], package: "", ...environmentOf(program) },
            argv,
            ...(step.in === "target-netns" ? { network: "target" } : {}),
          },
        ],
      },
      timeoutMs: step.timeoutMs,
      maxOutputBytes: step.maxOutputBytes,
    },
    context,
  );
  const ended = reasonOf(program, collected);
  // A command that failed and printed nothing has not said that there is nothing.
  const isSilent = ended !== undefined && collected.stdoutBytes === 0;
  const parsed: Parsed = isSilent ? { facts: {}, notes: [] } : parseRaw(collected.output, step.parse);
  const reason = ended ?? (parsed.problem && { ...parsed.problem });
  const hasFacts = Object.keys(parsed.facts).length > 0;
  const about = { id: step.id, label, variant: "command", attempts: [], startedAt };
  return stepOutcome(about, collected, parsed, hasFacts ? undefined : reason, reason);
}

/** A program that diag's own tools start gets what it needs from them (bpftrace, BCC). */
function environmentOf(program: string): { readonly env?: Readonly<Record<string, string>> } {
  const env = binariesOf().find(({ names }) => names.includes(program))?.env;
  return env === undefined ? {} : { env };
}

function reasonOf(program: string, collected: Collected): Reason | undefined {
  if (collected.startError !== undefined) {
    const message = `${program} could not be started: ${collected.startError}`;
    return { code: "binary-missing", message, mend: `Install ${program} on the node.` };
  }
  const exit = exitReason(collected);
  const known = exit && knownError(collected.output.stderr);
  return collected.stopped ?? (known && { ...known }) ?? exit;
}
