import { type Names, prunedName } from "./names.ts";

/**
 * The stacks of a profile as a prefix tree, in columns of equal length. Node 0 is the root ("all").
 * Invariants: a parent comes before its children (`parent[i] < i`), and siblings differ in name.
 * So one pass forwards goes from root to leaves, and one backwards sums up.
 */
export interface StackTree {
  readonly names: Names;
  /** Name id per node. */
  readonly name: Uint32Array;
  /** Node number of the caller; 0 for the root itself. */
  readonly parent: Uint32Array;
  /** Weight of the stacks that end here, in the profile's unit. */
  readonly self: Float64Array;
  /** Weight of the stacks that pass through here or end here. */
  readonly total: Float64Array;
  /** Self weight in the profile that this one is compared with; only a diff has it. See `diffProfiles`. */
  readonly baseline?: Float64Array;
}

/** Self and all callees, per node. Exact for whole weights whose sum stays below 2^53. */
export function totals(parent: Uint32Array, self: Float64Array): Float64Array {
  const total = self.slice();
  for (let node = total.length - 1; node > 0; node--) total[parent[node]!]! += total[node]!;
  return total;
}

/** Weight that no longer has its own frames, but stands in a `[pruned]` frame. */
export function prunedWeight(tree: StackTree): number {
  let weight = 0;
  for (let node = 0; node < tree.name.length; node++) if (tree.name[node] === prunedName) weight += tree.self[node]!;
  return weight;
}
