import type { BundleWriter } from "../bundle/bundle-writer.ts";
import type { Facts } from "../documents/facts.generated.ts";
import type { StepResult } from "../documents/manifest.generated.ts";
import type { Budget } from "../documents/plan.generated.ts";
import type { Probe } from "../documents/probe.generated.ts";
import type { ParsedFact } from "../tools/fact-declaration.ts";
import type { Circumstances } from "../tools/requirement.ts";
import type { NodeTarget } from "../tools/tool.ts";
import type { EventLog } from "./event-log.ts";
import type { ProcessGuard } from "./process-guard.ts";

/** What every step of one run shares. */
export interface StepContext {
  readonly bundle: BundleWriter;
  readonly events: EventLog;
  readonly guard: ProcessGuard;
  readonly probe: Probe;
  readonly target: NodeTarget;
  readonly circumstances: Circumstances;
  /** Why the target does not run any more, where it does not. */
  readonly ended?: string;
  /** What the cluster told of the target's pod before the run. */
  readonly snapshot?: object;
  /** What each step may cost the node. */
  readonly budget: Budget;
  /** Aborted with a StopCode when the run is to end. */
  readonly signal: AbortSignal;
}

/** How a step ended, with its facts still in memory. */
export interface StepOutcome {
  readonly result: StepResult;
  readonly facts: Readonly<Record<string, ParsedFact>>;
}

/** How a step ended, with its facts as the bundle holds them. */
export interface KeptOutcome {
  readonly result: StepResult;
  readonly facts: Facts["steps"][string];
}
