import { EventLog } from "../../src/runner/event-log.ts";
import type { StepContext } from "../../src/runner/step-context.ts";

/** What a step of a test runs in: it may attach, no budget stops it, and nobody hears its events. */
export function generousContext(parts: Pick<StepContext, "bundle" | "guard" | "probe" | "target">): StepContext {
  return {
    ...parts,
    events: new EventLog(parts.bundle, () => {}),
    circumstances: { target: parts.target.kind, allowAttach: true },
    budget: { cpuPercentOfCore: 400, memoryBytes: 2 ** 32, diskBytes: 2 ** 32 },
    signal: new AbortController().signal,
  };
}
