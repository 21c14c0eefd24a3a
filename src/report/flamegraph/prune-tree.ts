import { jointTotals } from "./diff/joint-totals.ts";
import { heaviestCut } from "./heaviest-cut.ts";
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
  const above = dropLight(tree, maximum, limits.minimumWeight ?? 0);
  if (above.name.length <= maximum) return above;
  // Without a comparison function this is native code: a million weights take less than the rest of the pruning.
  const ascending = jointTotals(above).toSorted();

  // Each node that stays may get a [pruned] child of its own, so how many may stay is only known by trying.
  // A twentieth less than proportion asks for makes that two or three rounds.
  const kernel = new TreeKernel(above);
  for (let keep = maximum; ; ) {
    const size = kernel.cut(heaviestCut(ascending, keep));
    if (size <= maximum) return kernel.left();
    keep = Math.max(1, Math.min(keep - 1, Math.floor((keep * maximum * 0.95) / size)));
  }
}

/** Of millions of nodes this leaves few, before their order by weight is asked for. */
function dropLight(tree: StackTree, maximum: number, minimum: number): StackTree {
  if (minimum === 0) return tree;
  const kernel = new TreeKernel(tree);
  const weight = tree.name.length > maximum ? kernel.leastOf(maximum, minimum) : minimum;
  kernel.cut({ weight, ties: Number.POSITIVE_INFINITY });
  return kernel.left();
}
