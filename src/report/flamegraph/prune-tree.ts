import { jointTotals } from "./diff/joint-totals.ts";
import { type Cut, heaviestCut } from "./heaviest-cut.ts";
import { TreeKernel } from "./kernel/tree-kernel.ts";
import type { StackTree } from "./stack-tree.ts";

export interface PruneLimits {
  /** Nodes of the result, `[pruned]` ones included. At least 2: the root and what was pruned from it. */
  readonly maximumNodes: number;
  /** Nodes lighter than this go, in the profile's unit. */
  readonly minimumWeight?: number;
}

/**
 * Merges the lightest subtrees into one `[pruned]` child of their parent. No weight is lost: every total of a node
 * that stays is what it was. A `[pruned]` child of an earlier round is merged into the new one.
 */
export function pruneTree(tree: StackTree, limits: PruneLimits): StackTree {
  const maximum = Math.max(2, Math.floor(limits.maximumNodes));
  const minimum = limits.minimumWeight ?? 0;
  const nodes = tree.name.length;
  if (nodes <= maximum && minimum === 0) return tree;
  const kernel = new TreeKernel(tree);
  let above = tree;
  let least = minimum;
  if (minimum > 0) {
    // Of millions of nodes this leaves few, before their order by weight is asked for.
    if (nodes > maximum) least = kernel.leastOf(maximum, minimum);
    if (kernel.cut({ weight: least, ties: Number.POSITIVE_INFINITY }) <= maximum) return kernel.left();
    above = kernel.left();
  }
  // Without a comparison function this is native code: a million weights take less than the rest of the pruning.
  const ascending = jointTotals(above).toSorted();

  // Each node that stays may get a [pruned] child of its own, so how many may stay is only known by trying.
  // A twentieth less than proportion asks for makes that two or three rounds.
  for (let keep = maximum; ; ) {
    const size = kernel.cut(noLighter(heaviestCut(ascending, keep), least));
    if (size <= maximum) return kernel.left();
    keep = Math.max(1, Math.min(keep - 1, Math.floor((keep * maximum * 0.95) / size)));
  }
}

function noLighter(cut: Cut, weight: number): Cut {
  return cut.weight < weight ? { weight, ties: Number.POSITIVE_INFINITY } : cut;
}
