import type { FrameColumns } from "../frame-columns.ts";
import { frameLabel } from "../frame-kind.ts";
import { type FrameLayout, layoutFrames } from "../frame-layout.ts";
import { markedRows } from "../marked-rows.ts";

/** What does not change while a graph is looked at. A frame is its row in the columns; row 0 is the root. */
export interface Graph {
  readonly columns: FrameColumns;
  readonly layout: FrameLayout;
  /** Rows of each level from left to right, the root's level first. */
  readonly rowsOfLevel: readonly Uint32Array[];
  readonly unit: string;
  /** Rows of the path that the verdict names. */
  readonly marked: readonly number[];
}

export function createGraph(columns: FrameColumns, unit: string, mark: readonly string[]): Graph {
  const layout = layoutFrames(columns);
  const counts = new Uint32Array(layout.levels);
  for (const level of columns.depth) counts[level]!++;
  const rowsOfLevel = Array.from(counts, (count) => new Uint32Array(count));
  counts.fill(0);
  columns.depth.forEach((level, row) => {
    rowsOfLevel[level]![counts[level]!++] = row;
  });
  return { columns, layout, rowsOfLevel, unit, marked: markedRows(columns, layout, mark) };
}

/** The name as the profile has it, kind suffix included. */
function nameOf({ columns }: Graph, row: number): string {
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
