import { type StackTree, totals } from "../stack-tree.ts";

/** What a baseline's weights are multiplied with, so that both profiles have the same total. */
export function normalisation(baseline: number, total: number): number {
  return baseline > 0 && total > 0 ? total / baseline : 1;
}

/**
 * How wide each node is where both profiles are drawn in one: the sum of both, the baseline normalised. It adds up
 * like a weight, and a frame that only one of them has is still seen.
 */
export function jointTotals(tree: StackTree): Float64Array {
  // Self weights may have to be made first.
  if (!tree.baseline) return tree.total;
  const { parent, self, total, baseline } = tree;
  const factor = normalisation(sum(baseline), total[0] ?? 0);
  return totals(
    parent,
    self.map((weight, node) => weight + baseline[node]! * factor),
  );
}

export function sum(weights: Float64Array): number {
  return weights.reduce((all, weight) => all + weight, 0);
}
