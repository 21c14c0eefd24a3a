import type { Attempt, Reason, StepCost, StepResult } from "../documents/manifest.generated.ts";
import type { Parsed } from "../tools/tool.ts";
import type { Collected } from "./collect.ts";
import { addCosts } from "./cost/step-meter.ts";
import type { StepOutcome } from "./step-context.ts";

/** What a step's result tells beside what was collected. */
export interface StepAbout {
  readonly id: string;
  readonly label: string;
  readonly variant: string;
  readonly precision?: string;
  readonly attempts: readonly Attempt[];
  readonly startedAt: Date;
  /** Of the variants that were tried before. */
  readonly costBefore?: StepCost | undefined;
}

/**
 * The outcome of a step that was started.
 *
 * @param failure Why there is nothing to keep.
 * @param cutShort Why what there is may not be all.
 */
export function stepOutcome(
  about: StepAbout,
  collected: Collected,
  parsed: Parsed,
  failure: Reason | undefined,
  cutShort: Reason | undefined,
): StepOutcome {
  const { startedAt, attempts, costBefore, ...named } = about;
  const reason = failure ?? cutShort;
  const status: StepResult["status"] = failure ? "failed" : cutShort ? "partial" : "ok";
  return {
    result: {
      ...named,
      status,
      ...(reason === undefined ? {} : { reason }),
      attempts: [...attempts],
      ...(collected.argv === undefined ? {} : { argv: collected.argv }),
      ...times(startedAt),
      ...(collected.exitCode === undefined ? {} : { exitCode: collected.exitCode }),
      ...(collected.signal === undefined ? {} : { signal: collected.signal }),
      stdoutBytes: collected.stdoutBytes,
      ...(collected.truncated ? { truncated: true } : {}),
      cost: addCosts(costBefore, collected.cost),
      notes: [...parsed.notes],
    },
    facts: failure ? {} : parsed.facts,
  };
}

export function times(startedAt: Date): Pick<StepResult, "startedAt" | "durationMs"> {
  return { startedAt: startedAt.toISOString(), durationMs: Date.now() - startedAt.getTime() };
}

/** Why a program did not end well by itself; undefined when it did. */
export function exitReason({ exitCode, signal, output }: Collected): Reason | undefined {
  const said = output.stderr.trim().split("\n").at(-1)?.slice(0, 200) || "it said nothing on stderr";
  if (signal !== undefined) return { code: "signal", message: `it was killed by ${signal}: ${said}` };
  if (exitCode === undefined || exitCode === 0) return undefined;
  return { code: "exit-status", message: `it exited with ${exitCode}: ${said}` };
}
