import type { DecidingValue, MissingFact, Outcome } from "../documents/findings.generated.ts";

/** The answer. */
export interface VerdictBlock {
  readonly outcome: Outcome;
  readonly message: string;
  readonly remedy?: string;
  /** The command that tells more. */
  readonly next?: string;
  /** The way to the function that the message speaks of, where a profile shows it. */
  readonly path?: VerdictPath;
  /** The check that said so; absent when the verdict sums up. */
  readonly check?: string;
  /** Id of the exhibit that proves it. */
  readonly evidence?: string;
  /** Step whose raw output it was read from. */
  readonly raw?: string;
}

export interface VerdictPath {
  /** As a profile names them, leaf first. */
  readonly frames: readonly string[];
  /** Of the whole profile, 0 to 1. */
  readonly share: number;
  /** Id of the exhibit that shows it. */
  readonly exhibit: string;
}

export interface ReportFinding {
  readonly check: string;
  readonly title: string;
  readonly outcome: Outcome;
  readonly message: string;
  readonly remedy?: string;
  /** The command that tells more. */
  readonly next?: string;
  readonly rule?: string;
  readonly rationale?: string;
  readonly values: readonly DecidingValue[];
  readonly missing: readonly MissingFact[];
  /** Ids of exhibits that show its evidence. */
  readonly exhibits: readonly string[];
  /** Steps that its evidence was read from. */
  readonly steps: readonly string[];
}

/** How many findings there are of each outcome. */
export type Tally = Readonly<Record<Outcome, number>>;
