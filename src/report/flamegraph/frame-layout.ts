import type { FrameColumns } from "./frame-columns.ts";
import { finished, type Steps } from "./steps.ts";

/** Where the frames of a profile lie, all in the profile's unit: to draw them takes a factor only. */
export interface FrameLayout {
  /** Left edge: the weight of everything to the left on the same level. */
  readonly start: Float64Array;
  /** Width: self and callees. */
  readonly total: Float64Array;
  /** Row of the caller; 0 for the root itself. */
  readonly parent: Uint32Array;
  /** Row behind the last one below this frame: `[row, end)` is the frame and all its callees. */
  readonly end: Uint32Array;
  /** Levels, the root's included. */
  readonly levels: number;
}

/** Rows between two moments at which other work may come in between. */
export const stride = 1 << 16;

export function layoutFrames(columns: FrameColumns): FrameLayout {
  return finished(layoutSteps(columns));
}

/** Callees lie side by side from their caller's left edge; what is free to the right of them is its self weight. */
export function* layoutSteps({ name, depth, self }: FrameColumns): Steps<FrameLayout> {
  const size = name.length;
  const parent = new Uint32Array(size);
  const end = new Uint32Array(size);
  const open: number[] = [];
  for (let row = 0; row < size; row++) {
    const level = depth[row]!;
    while (open.length > level) end[open.pop()!] = row;
    parent[row] = open.at(-1) ?? 0;
    open.push(row);
    if (row % stride === 0) yield;
  }
  for (const row of open) end[row] = size;

  const total = self.slice();
  for (let row = size - 1; row > 0; row--) {
    total[parent[row]!]! += total[row]!;
    if (row % stride === 0) yield;
  }

  const start = new Float64Array(size);
  const free = new Float64Array(size);
  let levels = size > 0 ? 1 : 0;
  for (let row = 1; row < size; row++) {
    const above = parent[row]!;
    start[row] = free[above]!;
    free[row] = start[row]!;
    free[above]! += total[row]!;
    levels = Math.max(levels, depth[row]! + 1);
    if (row % stride === 0) yield;
  }
  return { start, total, parent, end, levels };
}
