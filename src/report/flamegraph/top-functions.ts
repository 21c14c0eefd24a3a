import { prunedName } from "./name-table.ts";
import type { StackTree } from "./stack-tree.ts";
import { linkSiblings, walk } from "./tree-order.ts";

/** Weights in the profile's unit. */
export interface FunctionWeight {
  readonly name: string;
  /** While the function itself was on top of the stack. */
  readonly self: number;
  /** While it was anywhere on the stack; a stack with several calls of it counts once. */
  readonly total: number;
}

/** Every function of the profile, heaviest self first, then total, then name. The `[pruned]` rest is not a function. */
export function topFunctions(tree: StackTree, maximum = Number.POSITIVE_INFINITY): readonly FunctionWeight[] {
  const self = new Float64Array(tree.names.size);
  const total = new Float64Array(tree.names.size);
  const seen = new Uint8Array(tree.names.size);
  const active = new Uint32Array(tree.names.size);
  walk(
    linkSiblings(tree),
    tree.parent,
    (node) => {
      if (node === 0) return;
      const name = tree.name[node]!;
      seen[name] = 1;
      self[name]! += tree.self[node]!;
      if (active[name]!++ === 0) total[name]! += tree.total[node]!;
    },
    (node) => {
      if (node !== 0) active[tree.name[node]!]!--;
    },
  );

  const ids = [...seen.keys()].filter((id) => seen[id] === 1 && id !== prunedName);
  ids.sort((a, b) => self[b]! - self[a]! || total[b]! - total[a]! || a - b);
  return ids
    .slice(0, maximum)
    .map((id) => ({ name: tree.names.text(id), self: self[id]!, total: total[id]! }))
    .sort((a, b) => b.self - a.self || b.total - a.total || (a.name < b.name ? -1 : 1));
}
