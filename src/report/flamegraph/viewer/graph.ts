import type { Comparison, Pair } from "../diff/change.ts";
import { jointColumns } from "../diff/joint-columns.ts";
import { sum } from "../diff/joint-totals.ts";
import type { FrameColumns } from "../frame-columns.ts";
import { frameLabel } from "../frame-kind.ts";
import { type FrameLayout, layoutSteps, stride } from "../frame-layout.ts";
import { markedRows } from "../marked-rows.ts";
import { finished, type Steps } from "../steps.ts";

/** What does not change while a graph is looked at. A frame is its row in the columns; row 0 is the root. */
export interface Graph {
  readonly columns: FrameColumns;
  /** In a diff the width is what both profiles have. */
  readonly layout: FrameLayout;
  /** Self and callees, of the profile itself. */
  readonly total: Float64Array;
  /** Only in a diff: the same of the baseline, as measured, and how both are compared. */
  readonly diff: { readonly total: Float64Array; readonly whole: Comparison } | undefined;
  /** Rows of each level from left to right, the root's level first. */
  readonly rowsOfLevel: readonly Uint32Array[];
  readonly unit: string;
  /** Rows of the path that the verdict names. */
  readonly marked: readonly number[];
}

export function createGraph(...made: Parameters<typeof graphSteps>): Graph {
  return finished(graphSteps(...made));
}

export function* graphSteps(
  columns: FrameColumns,
  unit: string,
  mark: readonly string[],
  mode: Comparison["mode"] = "normalised",
): Steps<Graph> {
  const layout = yield* layoutSteps(jointColumns(columns, mode));
  const total = columns.baseline ? totalsOf(columns.self, layout) : layout.total;
  const diff = columns.baseline && {
    total: totalsOf(columns.baseline, layout),
    whole: { before: sum(columns.baseline), after: total[0] ?? 0, mode },
  };
  const rowsOfLevel = yield* levelSteps(columns.depth, layout.levels);
  return { columns, layout, total, diff, rowsOfLevel, unit, marked: markedRows(columns, layout, mark) };
}

function* levelSteps(depth: Uint32Array, levels: number): Steps<readonly Uint32Array[]> {
  const counts = new Uint32Array(levels);
  for (let row = 0; row < depth.length; row++) {
    counts[depth[row]!]!++;
    if (row % stride === 0) yield;
  }
  const rowsOfLevel = Array.from(counts, (count) => new Uint32Array(count));
  counts.fill(0);
  for (let row = 0; row < depth.length; row++) {
    const level = depth[row]!;
    rowsOfLevel[level]![counts[level]!++] = row;
    if (row % stride === 0) yield;
  }
  return rowsOfLevel;
}

function totalsOf(self: Float64Array, { parent }: FrameLayout): Float64Array {
  const total = Float64Array.from(self);
  for (let row = total.length - 1; row > 0; row--) total[parent[row]!]! += total[row]!;
  return total;
}

/** What a frame of a diff weighs in both profiles. */
export function pairOf({ total, diff }: Graph, row: number): Pair {
  return { before: diff?.total[row] ?? 0, after: total[row]! };
}

/** The name as the profile has it, kind suffix included. */
export function nameOf({ columns }: Graph, row: number): string {
  return columns.names[columns.name[row]!]!;
}

export function labelOf(graph: Graph, row: number): string {
  return row === 0 ? "all" : frameLabel(nameOf(graph, row));
}

/** From the root to the frame itself. */
export function pathTo({ layout }: Graph, row: number): readonly number[] {
  const path = [row];
  for (let at = row; at !== 0; ) {
    at = layout.parent[at]!;
    path.push(at);
  }
  return path.reverse();
}

export function isWithin({ layout }: Graph, row: number, ancestor: number): boolean {
  return row >= ancestor && row < layout.end[ancestor]!;
}
