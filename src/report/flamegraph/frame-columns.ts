import { TreeKernel } from "./kernel/tree-kernel.ts";
import type { StackTree } from "./stack-tree.ts";
import { rankNames } from "./tree-order.ts";
import { visibleText } from "./visible-text.ts";

/**
 * A profile as a page holds it: frames in depth first order, callees by name, `[pruned]` last. Row 0 is the root.
 * Depth alone tells who called whom: the caller is the nearest row above that is one level up.
 */
export interface FrameColumns {
  /** Distinct names, harmless to show; the suffixes `_[k]` and `_[j]` are kept. */
  readonly names: readonly string[];
  /** Index into `names` per frame. */
  readonly name: Uint32Array;
  readonly depth: Uint32Array;
  /** Weight of the frame without its callees, in the profile's unit. */
  readonly self: Float64Array;
  /** The same in the profile that this one is compared with, as measured; only a diff has it. */
  readonly baseline?: Float64Array;
}

export function frameColumns(tree: StackTree): FrameColumns {
  const size = tree.name.length;
  const { rowOf, nodeOf } = new TreeKernel(tree).rows(rankNames(tree));
  const names: string[] = [];
  /** 1 + index per name id that has one. */
  const indexes = new Uint32Array(tree.names.size);
  const name = new Uint32Array(size);
  const depth = new Uint32Array(size);
  const self = new Float64Array(size);
  const baseline = tree.baseline && new Float64Array(size);
  for (let row = 0; row < size; row++) {
    const node = nodeOf[row]!;
    const id = tree.name[node]!;
    if (indexes[id] === 0) indexes[id] = names.push(visibleText(tree.names.text(id)));
    name[row] = indexes[id]! - 1;
    if (row > 0) depth[row] = depth[rowOf[tree.parent[node]!]!]! + 1;
    self[row] = tree.self[node]!;
    if (baseline) baseline[row] = tree.baseline[node]!;
  }
  return { names, name, depth, self, ...(baseline && { baseline }) };
}
