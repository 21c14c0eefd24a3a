/**
 * The report as data: what every format renders, so that no format knows more or less than another.
 * Text is as the node and the playbook gave it; making it harmless is the format's part.
 */
import type { Fact } from "../documents/facts.generated.ts";
import type { Coverage, DataNote, StepStatus } from "./coverage.ts";
import type { Exhibit } from "./exhibit.ts";
import type { Provenance } from "./provenance.ts";
import type { Quantity } from "./quantity.ts";
import type { RawOutput } from "./report-input.ts";
import type { ReportFinding, Tally, VerdictBlock } from "./verdict.ts";

export interface Report {
  readonly apiVersion: "diag/v1";
  readonly kind: "Report";
  readonly playbook: { readonly name: string; readonly version: string; readonly title: string };
  readonly target: ReportTarget;
  readonly verdict: VerdictBlock;
  /** Why there is less here than the playbook promises; absent when the run is complete and judged. */
  readonly incomplete?: Incomplete;
  readonly summary: Summary;
  /** Most severe first, the verdict's own among them. */
  readonly findings: readonly ReportFinding[];
  /** The verdict's evidence first, then as the playbook orders them. */
  readonly exhibits: readonly Exhibit[];
  /** Every fact, in the order of the plan's steps. */
  readonly facts: readonly ReportFact[];
  readonly coverage: readonly Coverage[];
  readonly notes: readonly DataNote[];
  readonly timeline: Timeline;
  readonly cost?: CostBlock;
  readonly provenance: Provenance;
  readonly rawOutput: readonly RawOutput[];
}

export interface ReportTarget {
  readonly kind: "process" | "container" | "host";
  /** For people. */
  readonly label: string;
  readonly host: string;
  /** Id, full length. */
  readonly container?: string;
  readonly pod?: {
    readonly namespace: string;
    readonly name: string;
    readonly container: string;
    readonly node: string;
  };
}

export interface ReportFact {
  /** `step.fact` */
  readonly name: string;
  readonly step: string;
  /** When the step began, UTC, ISO 8601: the zero of a series' time. */
  readonly startedAt?: string;
  readonly value: Fact;
}

/** Three parts, as in every error: what happened, what is missing, what to do. */
export interface Incomplete {
  readonly statement: string;
  /** Each a sentence: what is not here, and why. */
  readonly missing: readonly string[];
  readonly mend?: string;
}

export interface Summary {
  readonly tally: Tally;
  /** UTC, ISO 8601. */
  readonly window?: { readonly from: string; readonly to: string };
  /** CPU time of diag and its tools per wall time of the window. */
  readonly cost?: Quantity;
  /** The tools' part of it. */
  readonly toolsCost?: Quantity;
}

/** All times in milliseconds since the run started. */
export interface Timeline {
  readonly totalMs: number;
  readonly window?: { readonly fromMs: number; readonly toMs: number };
  readonly bars: readonly TimelineBar[];
}

export interface TimelineBar {
  readonly step: string;
  readonly label: string;
  readonly status: StepStatus;
  /** Absent when the step was not started. */
  readonly startMs?: number;
  readonly durationMs: number;
  /** Of the programs that it started; absent where it was not measured. */
  readonly cost?: StepCost;
}

export interface StepCost {
  /** Absent where diag read files of the kernel itself. */
  readonly cpu?: Quantity;
  /** The programs together, at their peak; absent where there was none, or none that could be looked at. */
  readonly memory?: Quantity;
  /** Written into the bundle. */
  readonly disk: Quantity;
}

export interface CostBlock {
  readonly cpu: Quantity;
  readonly share?: Quantity;
  readonly memory: Quantity;
  /** How `cpu` divides, where the run measured that. */
  readonly parts?: CostParts;
  /** What the plan expected of the tools. */
  readonly estimate: Quantity;
  readonly basis: string;
}

export interface CostParts {
  /** CPU time of the programs that steps started. */
  readonly tools: Quantity;
  readonly toolsShare?: Quantity;
  /** CPU time of diag itself: starting, reading files of the kernel, parsing. */
  readonly runner: Quantity;
}
