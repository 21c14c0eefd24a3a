import { jointTotals } from "./diff/joint-totals.ts";
import { type Cut, heaviestCut } from "./heaviest-cut.ts";
import { prunedName } from "./name-table.ts";
import { type StackTree, totals } from "./stack-tree.ts";

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
  const above = dropLight(tree, atLeast(jointTotals(tree), maximum, limits.minimumWeight ?? 0));
  if (above.name.length <= maximum) return above;
  // Without a comparison function this is native code: a million weights take less than the rest of the pruning.
  const ascending = jointTotals(above).toSorted();

  // Each node that stays may get a [pruned] child of its own, so how many may stay is only known by trying.
  // A twentieth less than proportion asks for makes that two or three rounds.
  for (let keep = maximum; ; ) {
    const kept = keepNodes(above, heaviestCut(ascending, keep));
    if (kept.size <= maximum) return rebuilt(above, kept);
    keep = Math.max(1, Math.min(keep - 1, Math.floor((keep * maximum * 0.95) / kept.size)));
  }
}

const stepsPerMinimum = 16;
const steps = 1 << 14;

/** What all of the `count` heaviest weigh at least, found by counting in steps of a sixteenth of the minimum; if more than so many reach that. */
function atLeast(weights: Float64Array, count: number, minimum: number): number {
  if (minimum === 0 || weights.length <= count) return minimum;
  const step = minimum / stepsPerMinimum;
  const reached = new Uint32Array(steps);
  for (let i = 0; i < weights.length; i++) reached[Math.min(steps - 1, Math.floor(weights[i]! / step))]!++;
  let above = 0;
  let at = steps - 1;
  while (at > stepsPerMinimum && above + reached[at]! <= count) above += reached[at--]!;
  // One step less, for what rounding put into the next.
  return Math.max(minimum, (at - 1) * step);
}

/** Of millions of nodes this leaves few, in one pass, before their order by weight is asked for. */
function dropLight(tree: StackTree, minimum: number): StackTree {
  if (minimum === 0 || jointTotals(tree).every((weight) => weight >= minimum)) return tree;
  return rebuilt(tree, keepNodes(tree, { weight: minimum, ties: Number.POSITIVE_INFINITY }));
}

interface Kept {
  /** 1 + new number per node of the old tree; 0 for those that go. */
  readonly place: Uint32Array;
  readonly count: number;
  /** `count` and the `[pruned]` nodes. */
  readonly size: number;
}

/** A parent is never lighter than its child and comes first, so that the kept nodes are always a tree. */
function keepNodes(tree: StackTree, { weight: cut, ties: tiesKept }: Cut): Kept {
  // The root stays whatever it weighs, and is one of those that do.
  const total = jointTotals(tree);
  let ties = total[0]! === cut ? tiesKept - 1 : tiesKept;
  const { name, parent: parents } = tree;
  const place = new Uint32Array(name.length);
  const lost = new Uint8Array(name.length);
  place[0] = 1;
  let count = 1;
  let size = 1;
  for (let node = 1; node < place.length; node++) {
    const weight = total[node]!;
    const parent = parents[node]!;
    if (place[parent] === 0) continue;
    if (name[node] !== prunedName && (weight > cut || (weight === cut && ties-- > 0))) {
      place[node] = ++count;
      size++;
    } else if (lost[parent] === 0) {
      lost[parent] = 1;
      size++;
    }
  }
  return { place, count, size };
}

function rebuilt(tree: StackTree, { place, count, size }: Kept): StackTree {
  const { name: names, parent: parents, self: selves, total } = tree;
  const before = tree.baseline && { self: tree.baseline, total: totals(parents, tree.baseline) };
  const name = new Uint32Array(size);
  const parent = new Uint32Array(size);
  const self = new Float64Array(size);
  const baseline = before && new Float64Array(size);
  /** Node number of the `[pruned]` child, 0 while there is none. */
  const prunedChild = new Uint32Array(count);
  let next = count;
  for (let node = 0; node < place.length; node++) {
    const own = place[node]!;
    const above = place[parents[node]!]!;
    if (own > 0) {
      name[own - 1] = names[node]!;
      parent[own - 1] = above - 1;
      self[own - 1] = selves[node]!;
      if (baseline) baseline[own - 1] = before.self[node]!;
    } else if (above > 0) {
      let child = prunedChild[above - 1]!;
      if (child === 0) {
        child = next++;
        prunedChild[above - 1] = child;
        name[child] = prunedName;
        parent[child] = above - 1;
      }
      self[child]! += total[node]!;
      if (baseline) baseline[child]! += before.total[node]!;
    }
  }
  return { names: tree.names, name, parent, self, total: totals(parent, self), ...(baseline && { baseline }) };
}
