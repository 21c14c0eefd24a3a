import { type Graph, isWithin } from "./graph.ts";
import type { ViewState } from "./view-state.ts";

export type Direction = "caller" | "callee" | "left" | "right";

/** The frame that an arrow leads to; the selected one itself where there is none. */
export function neighbour(graph: Graph, state: ViewState, direction: Direction): number {
  const { layout, columns, rowsOfLevel } = graph;
  const row = state.selected;
  if (direction === "caller") return layout.parent[row]!;
  if (direction === "callee") return heaviestCallee(graph, row) ?? row;
  const rows = rowsOfLevel[columns.depth[row]!]!;
  const next = rows[rows.indexOf(row) + (direction === "right" ? 1 : -1)];
  return next !== undefined && isWithin(graph, next, state.zoom) ? next : row;
}

/** Towards the weight is where a reader wants to go; the others are one step aside. */
function heaviestCallee({ layout }: Graph, row: number): number | undefined {
  let best: number | undefined;
  for (let callee = row + 1; callee < layout.end[row]!; callee = layout.end[callee]!) {
    if (best === undefined || layout.total[callee]! > layout.total[best]!) best = callee;
  }
  return best;
}
