import type { Bucket, Column, Interval, Unit } from "../documents/facts.generated.ts";
import type { StackTree } from "./flamegraph/stack-tree.ts";
import type { FunctionWeight } from "./flamegraph/top-functions.ts";

/** Something that the reader looks at: a figure, a table, or the reason why there is none. */
export type Exhibit =
  | FlamegraphExhibit
  | ChartExhibit
  | StackExhibit
  | HistogramExhibit
  | HeatmapExhibit
  | TableExhibit
  | TextExhibit
  | EmptyExhibit
  | MissingExhibit;

interface Shown {
  /** Unique in the report; fit for an anchor and a file name. */
  readonly id: string;
  /** What it shows, each as `step.fact`. */
  readonly facts: readonly string[];
  readonly title: string;
  /** Whether the verdict rests on it. */
  readonly lead: boolean;
}

interface Captioned extends Shown {
  /** How to read it. */
  readonly caption?: string;
}

export interface FlamegraphExhibit extends Captioned {
  readonly kind: "flamegraph";
  readonly unit: Unit;
  readonly total: number;
  readonly stacks: number;
  /** Path in the bundle. */
  readonly file: string;
  readonly tree: StackTree;
  /** Frames from the root's first callee on, where the verdict speaks of them. */
  readonly mark: readonly string[];
  readonly topFunctions: readonly FunctionWeight[];
  /** What it shows, in a sentence: for those who do not see it. */
  readonly answer: string;
}

export interface ChartExhibit extends Captioned {
  readonly kind: "chart";
  readonly unit: Unit;
  /** At most six. */
  readonly series: readonly ChartSeries[];
  /** Numbers to compare with, drawn as dashed lines: a limit. */
  readonly references: readonly ChartReference[];
  /** What is marked on the time axis. */
  readonly events: readonly ChartEvents[];
  /** Seconds of the time axis, the same for every chart of a report. */
  readonly seconds: number;
  readonly answer: string;
}

export interface ChartReference {
  readonly name: string;
  readonly value: number;
}

export interface ChartEvents {
  readonly name: string;
  /** Seconds since the run's window opened, in order, apart from one another. */
  readonly spans: readonly (readonly [from: number, to: number])[];
}

export interface ChartSeries {
  readonly name: string;
  /** Seconds since the run's window opened, value. */
  readonly points: readonly (readonly [seconds: number, value: number])[];
  readonly trend?: ChartTrend;
}

/** Lines through one point: the drift, and the ends of its 95 % confidence interval. */
export interface ChartTrend {
  readonly through: readonly [seconds: number, value: number];
  /** A second. */
  readonly drift: number;
  readonly low: number;
  readonly high: number;
}

/** Parts of a whole over the window. */
export interface StackExhibit extends Captioned {
  readonly kind: "stack";
  readonly unit: Unit;
  /** Of each reading, in seconds since the run's window opened. */
  readonly times: readonly number[];
  /** At most six, the lowest first; a value for each of the times. */
  readonly parts: readonly StackPart[];
  readonly references: readonly ChartReference[];
  /** As of a chart. */
  readonly seconds: number;
  readonly answer: string;
}

export interface StackPart {
  readonly name: string;
  readonly values: readonly number[];
}

export interface HistogramExhibit extends Captioned {
  readonly kind: "histogram";
  readonly unit: Unit;
  readonly buckets: readonly Bucket[];
  readonly answer: string;
}

/** A histogram of each interval. */
export interface HeatmapExhibit extends Captioned {
  readonly kind: "heatmap";
  readonly unit: Unit;
  /** Times are seconds since the run's window opened. */
  readonly intervals: readonly Interval[];
  /** As of a chart. */
  readonly seconds: number;
  readonly answer: string;
}

export interface TableExhibit extends Captioned {
  readonly kind: "table";
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (number | string | boolean)[])[];
}

export interface TextExhibit extends Captioned {
  readonly kind: "text";
  readonly text: string;
}

/** There was something to look at, and nothing to see. */
export interface EmptyExhibit extends Shown {
  readonly kind: "empty";
  readonly statement: string;
}

/** It could not be measured. */
export interface MissingExhibit extends Shown {
  readonly kind: "missing";
  readonly why: string;
  readonly mend?: string;
}
