import type { Attempt, Reason, StepResult } from "../documents/manifest.generated.ts";

/** `not reached`: the run ended before the step did. */
export type StepStatus = StepResult["status"] | "not reached";

/** What a step asked for, what answered, and what could not. */
export interface Coverage {
  readonly step: string;
  readonly label: string;
  readonly status: StepStatus;
  readonly variant?: string;
  /** What that variant cannot tell. */
  readonly precision?: string;
  readonly reason?: Reason;
  /** Variants that did not answer, in order. */
  readonly attempts: readonly Attempt[];
  readonly command?: readonly string[];
  /** What the step yielded, as facts by name. */
  readonly facts: readonly string[];
}

/** Something that makes the data less than exact. */
export interface DataNote {
  /** Absent when it is of the whole run. */
  readonly step?: string;
  readonly text: string;
}
