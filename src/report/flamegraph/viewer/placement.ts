import type { Graph } from "./graph.ts";
import type { ViewState } from "./view-state.ts";

export const rowHeight = 18;
/** Narrower frames are not drawn; the search for the next one jumps over them. */
const minimumPixels = 0.5;

/** The part of the canvas that is seen, in CSS pixels. `scroll` counts from the top of the whole graph. */
export interface Room {
  readonly width: number;
  readonly height: number;
  readonly scroll: number;
}

export interface Box {
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export function graphHeight(graph: Graph): number {
  return graph.layout.levels * rowHeight;
}

/** Upper edge of a level in the whole graph. */
export function topOf(graph: Graph, state: ViewState, level: number): number {
  return rowHeight * (state.rootAt === "top" ? level : graph.layout.levels - 1 - level);
}

/** Left edge and width of a frame under the zoom, cut at the edges of the room. */
export function boxOf(graph: Graph, state: ViewState, room: Room, row: number): Box {
  const { start, total } = graph.layout;
  const scale = room.width / (total[state.zoom]! || 1);
  const left = Math.max(0, (start[row]! - start[state.zoom]!) * scale);
  const right = Math.min(room.width, (start[row]! + total[row]! - start[state.zoom]!) * scale);
  return { row, x: left, y: topOf(graph, state, graph.columns.depth[row]!) - room.scroll, width: right - left };
}

/** Every frame that is seen: no more than two a pixel of each visible level, whatever the size of the profile. */
export function* visibleBoxes(graph: Graph, state: ViewState, room: Room): Generator<Box, void, void> {
  for (let level = 0; level < graph.layout.levels; level++) {
    const y = topOf(graph, state, level) - room.scroll;
    if (y + rowHeight > 0 && y < room.height) yield* visibleBoxesOf(graph, state, room, level);
  }
}

function* visibleBoxesOf(graph: Graph, state: ViewState, room: Room, level: number): Generator<Box, void, void> {
  const rows = graph.rowsOfLevel[level]!;
  const zoomStart = graph.layout.start[state.zoom]!;
  const zoomWeight = graph.layout.total[state.zoom]!;
  const hair = (minimumPixels * zoomWeight) / room.width;
  for (let i = firstEndingAfter(graph, rows, zoomStart); i < rows.length; i++) {
    const row = rows[i]!;
    const start = graph.layout.start[row]!;
    if (start >= zoomStart + zoomWeight) return;
    if (graph.layout.total[row]! >= hair) yield boxOf(graph, state, room, row);
    else i = Math.max(i, firstEndingAfter(graph, rows, start + hair, i) - 1);
  }
}

/** The frame at a point of the room. */
export function rowAt(graph: Graph, state: ViewState, room: Room, x: number, y: number): number | undefined {
  const line = Math.floor((y + room.scroll) / rowHeight);
  const level = state.rootAt === "top" ? line : graph.layout.levels - 1 - line;
  const rows = graph.rowsOfLevel[level];
  if (!rows) return undefined;
  const weight = graph.layout.start[state.zoom]! + (x / room.width) * graph.layout.total[state.zoom]!;
  const row = rows[firstEndingAfter(graph, rows, weight)];
  return row !== undefined && graph.layout.start[row]! <= weight ? row : undefined;
}

/** Index of the first frame of a level, from one on, whose right edge lies beyond a weight. The near ones are tried first. */
function firstEndingAfter({ layout }: Graph, rows: Uint32Array, weight: number, from = 0): number {
  let low = from;
  let high = from;
  for (
    let step = 1;
    high < rows.length && layout.start[rows[high]!]! + layout.total[rows[high]!]! <= weight;
    step *= 2
  ) {
    low = high + 1;
    high += step;
  }
  high = Math.min(high, rows.length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle]!;
    if (layout.start[row]! + layout.total[row]! > weight) high = middle;
    else low = middle + 1;
  }
  return low;
}
