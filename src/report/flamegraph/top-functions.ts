import { TreeKernel } from "./kernel/tree-kernel.ts";
import { prunedName } from "./names.ts";
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

/** As many as a kernel sums up at once. */
const few = 32;

/** Every function of the profile, heaviest self first, then total, then name. The `[pruned]` rest is not a function. */
export function topFunctions(tree: StackTree, maximum = Number.POSITIVE_INFINITY): readonly FunctionWeight[] {
  const kernel = new TreeKernel(tree);
  const self = kernel.selfOfNames();
  self[prunedName] = -1;
  const ids = atLeastAsHeavy(self, maximum);
  const total = ids.length <= few ? kernel.totalsOfNames(ids) : totalsOfAll(tree);
  ids.sort((a, b) => self[b]! - self[a]! || total[b]! - total[a]! || a - b);
  return ids
    .slice(0, maximum)
    .map((id) => ({ name: tree.names.text(id), self: self[id]!, total: total[id]! }))
    .sort((a, b) => b.self - a.self || b.total - a.total || (a.name < b.name ? -1 : 1));
}

/** The functions that have so much self weight that they may be among the `maximum` heaviest: more than those only where weights are equal. */
function atLeastAsHeavy(self: Float64Array, maximum: number): number[] {
  const ascending = self.toSorted();
  const least = Math.max(0, ascending[Math.max(0, ascending.length - maximum)] ?? 0);
  const ids: number[] = [];
  for (const [id, weight] of self.entries()) if (weight >= least) ids.push(id);
  return ids;
}

function totalsOfAll(tree: StackTree): Float64Array {
  const weights = new Float64Array(tree.names.size);
  const active = new Uint32Array(tree.names.size);
  walk(
    linkSiblings(tree),
    tree.parent,
    (node) => {
      const id = tree.name[node]!;
      if (node !== 0 && active[id]!++ === 0) weights[id]! += tree.total[node]!;
    },
    (node) => {
      if (node !== 0) active[tree.name[node]!]!--;
    },
  );
  return weights;
}
