import type { FrameColumns } from "../frame-columns.ts";
import { ColumnsBuilder } from "./columns-builder.ts";

/** What a reader does to all frames of a function. `name` is its index. */
export interface Operation {
  readonly kind: "hide" | "focus" | "merge";
  readonly name: number;
}

/** Recursion this deep is followed; what lies beyond is counted where the path was cut. */
const maximumPath = 1000;

export function transform(columns: FrameColumns, { kind, name }: Operation): FrameColumns {
  return kind === "hide" ? hide(columns, name) : kind === "focus" ? callees(columns, name) : merge(columns, name);
}

/** Without the stacks that pass through a function: their weight goes too. */
function hide(columns: FrameColumns, hidden: number): FrameColumns {
  const { name, depth } = columns;
  const kept: number[] = [];
  for (let row = 0; row < name.length; row++) {
    if (row > 0 && name[row] === hidden) {
      const level = depth[row]!;
      while (row + 1 < name.length && depth[row + 1]! > level) row++;
    } else kept.push(row);
  }
  const { baseline } = columns;
  return {
    names: columns.names,
    name: Uint32Array.from(kept, (row) => name[row]!),
    depth: Uint32Array.from(kept, (row) => depth[row]!),
    self: Float64Array.from(kept, (row) => columns.self[row]!),
    ...(baseline && { baseline: Float64Array.from(kept, (row) => baseline[row]!) }),
  };
}

/** The function is gone, its own weight is its caller's, its callees are its caller's. */
function merge(columns: FrameColumns, merged: number): FrameColumns {
  const builder = new ColumnsBuilder(columns);
  const open: number[] = [0];
  columns.name.forEach((id, row) => {
    const level = columns.depth[row]!;
    open.length = level;
    const caller = level === 0 ? 0 : open[level - 1]!;
    const node = row === 0 || id === merged ? caller : builder.child(caller, id);
    open.push(node);
    builder.add(node, columns.self[row]!, columns.baseline?.[row] ?? 0);
  });
  return builder.finish();
}

/** All that a function calls, whoever called it. A recursive call stays below the outermost one. */
export function callees(columns: FrameColumns, wanted: number): FrameColumns {
  const builder = new ColumnsBuilder(columns);
  const { name, depth } = columns;
  for (let row = 1; row < name.length; row++) {
    if (name[row] !== wanted) continue;
    const from = depth[row]!;
    const open: number[] = [];
    do {
      const level = depth[row]! - from;
      open.length = level;
      const node = builder.child(level === 0 ? 0 : open[level - 1]!, name[row]!);
      open.push(node);
      builder.add(node, columns.self[row]!, columns.baseline?.[row] ?? 0);
      row++;
    } while (row < name.length && depth[row]! > from);
    row--;
  }
  return builder.finish();
}

/** All that leads to a function, turned over: its callers are its callees. Weights are those of the function. */
export function callers(columns: FrameColumns, wanted: number): FrameColumns {
  const builder = new ColumnsBuilder(columns);
  const { name, depth } = columns;
  const open: number[] = [];
  for (let row = 0; row < name.length; row++) {
    open.length = depth[row]!;
    open.push(name[row]!);
    if (row === 0 || name[row] !== wanted) continue;
    const level = depth[row]!;
    let weight = 0;
    let before = 0;
    do {
      weight += columns.self[row]!;
      before += columns.baseline?.[row] ?? 0;
      row++;
    } while (row < name.length && depth[row]! > level);
    row--;
    let node = 0;
    for (let at = level; at > 0 && level - at < maximumPath; at--) node = builder.child(node, open[at]!);
    builder.add(node, weight, before);
  }
  return builder.finish();
}
