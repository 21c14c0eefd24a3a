/**
 * Two runs of one playbook, compared: what every format renders. Pure data; text is as the node and the playbook gave it,
 * and each format makes it harmless.
 */
import type { Unit } from "../../documents/facts.generated.ts";
import type { MissingFact, Outcome } from "../../documents/findings.generated.ts";
import type { StackTree } from "../flamegraph/stack-tree.ts";
import type { ReportTarget } from "../report.ts";
import type { NoiseRule } from "./noise-rules.ts";

export interface Comparison {
  readonly apiVersion: "diag/v1";
  readonly kind: "Comparison";
  /** Whose rules judged both runs. */
  readonly playbook: { readonly name: string; readonly version: string; readonly title: string };
  readonly verdict: ComparisonVerdict;
  readonly before: ComparedRun;
  readonly after: ComparedRun;
  /** What else differs between the runs, and so may be the cause. */
  readonly conditions: readonly Condition[];
  /** What changed first, most severe first. */
  readonly findings: readonly FindingChange[];
  /** In the order of the plan's steps. */
  readonly facts: readonly FactChange[];
  readonly profiles: readonly ProfileChange[];
}

export interface ComparisonVerdict {
  /** `mixed`: something is worse and something else better. `unclear`: something could not be judged that was before. */
  readonly change: "worse" | "better" | "mixed" | "unclear" | "same";
  readonly statement: string;
  /** Sentences: what is behind it. */
  readonly details: readonly string[];
  /** Of the finding after that the statement repeats. */
  readonly remedy?: string;
}

/** One of the two. */
export interface ComparedRun {
  readonly run: string;
  readonly target: ReportTarget;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  readonly state: "running" | "complete" | "interrupted" | "stopped";
  /** Of the playbook in its bundle. */
  readonly version: string;
  readonly outcome: Outcome;
  readonly message: string;
}

export interface Condition {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** `now-known` is the opposite of `now-unknown`: it could not be judged before. */
export type FindingMove = "new" | "worse" | "now-unknown" | "better" | "gone" | "now-known" | "same";

export interface FindingChange {
  readonly check: string;
  readonly title: string;
  readonly change: FindingMove;
  /** Absent where the check did not apply. */
  readonly before?: FindingSide;
  readonly after?: FindingSide;
}

export interface FindingSide {
  readonly outcome: Outcome;
  readonly message: string;
  readonly remedy?: string;
  readonly missing: readonly MissingFact[];
}

/** `other`: it differs, and has no size. `unknown`: one of the runs does not have it. */
export type FactMove = "more" | "less" | "other" | "unknown" | "same";

export interface FactChange {
  /** `step.fact` */
  readonly name: string;
  readonly change: FactMove;
  /** In words, with unit; absent where the run does not have it. */
  readonly before?: string;
  readonly after?: string;
  /** What was compared: the figures themselves, their rates, or their medians. */
  readonly amount?: Amount;
  /** How change was told from noise; absent where there was nothing to compare. */
  readonly rule?: NoiseRule;
  /** Why it is not known. */
  readonly why?: string;
}

export interface Amount {
  readonly unit: Unit;
  readonly before: number;
  readonly after: number;
  readonly absolute: number;
  /** Of `before`; absent where that is 0. */
  readonly relative?: number;
}

export interface ProfileChange {
  /** `step.fact` */
  readonly name: string;
  readonly title: string;
  readonly unit: Unit;
  /** What functions are compared by: their weight a second of the window, their weight, or their share of all. */
  readonly by: ProfileBasis;
  /** The weights compare as they were measured: the windows are of one length. */
  readonly isAbsolute: boolean;
  readonly total: { readonly before: number; readonly after: number };
  /** Heaviest change first. */
  readonly grown: readonly FunctionChange[];
  readonly shrunk: readonly FunctionChange[];
  /** What it shows, in a sentence. */
  readonly answer: string;
  /** Every stack of either, with the weights of both. */
  readonly tree: Required<StackTree>;
}

export type ProfileBasis = "time" | "weight" | "share";

export interface FunctionChange {
  readonly name: string;
  /** With all that it calls. */
  readonly change: "new" | "gone" | "more" | "less";
  /** Its own weight changed, and not only that of what it calls. */
  readonly isOwn: boolean;
  /** As measured, in the profile's unit. */
  readonly self: { readonly before: number; readonly after: number };
  readonly total: { readonly before: number; readonly after: number };
}
