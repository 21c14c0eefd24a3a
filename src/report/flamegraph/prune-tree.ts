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
  const kernel = new TreeKernel(tree);
  const light = lightCut(kernel, tree.name.length > maximum ? maximum : undefined, limits.minimumWeight ?? 0);
  if ((light === undefined ? tree.name.length : kernel.cut(light)) <= maximum) return kernel.left();
  // Without a comparison function this is native code: a million weights take less than the rest of the pruning.
  const ascending = jointTotals(light === undefined ? tree : kernel.left()).toSorted();

  // Each node that stays may get a [pruned] child of its own, so how many may stay is only known by trying.
  // A twentieth less than proportion asks for makes that two or three rounds.
  for (let keep = maximum; ; ) {
    const heaviest = heaviestCut(ascending, keep);
    // What is light goes in any case. A tree of what the first cut left would be smaller, and in memory as well.
    const size = kernel.cut(light !== undefined && heaviest.weight < light.weight ? light : heaviest);
    if (size <= maximum) return kernel.left();
    keep = Math.max(1, Math.min(keep - 1, Math.floor((keep * maximum * 0.95) / size)));
  }
}

/** Of millions of nodes this leaves few, before their order by weight is asked for. */
function lightCut(kernel: TreeKernel, maximum: number | undefined, minimum: number): Cut | undefined {
  if (minimum === 0) return undefined;
  return { weight: maximum === undefined ? minimum : kernel.leastOf(maximum, minimum), ties: Number.POSITIVE_INFINITY };
}
