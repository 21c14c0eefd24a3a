import { sumUp } from "./columns";
import {
  baseline,
  baselineTotals,
  divided,
  leftBaseline,
  leftNameIds,
  leftParents,
  leftSelf,
  leftTotals,
  nameIds,
  notes,
  parents,
  prunedChildren,
  startOf,
  totals,
  weights,
} from "./regions";
import { rewindSelf, selfOf } from "./self-weights";

const prunedName: u32 = 1;
let keptCount: u32 = 0;
let lostCount: u32 = 0;

/**
 * Divides a tree into what stays and what goes. A parent is never lighter than its child and comes first, so that what
 * stays is always a tree.
 *
 * @param ties of the nodes that weigh exactly the cut, so many stay.
 * @returns how many nodes there are when all that is lighter is merged into `[pruned]` nodes; 0 when nothing is.
 */
export function cutTree(nodes: u32, isDiff: bool, cut: f64, ties: f64): u32 {
  divide(nodes, startOf(isDiff ? weights : totals), cut, ties);
  return lostCount === 0 ? 0 : addPruned(nodes);
}

/** What is left after the last cut, in columns. */
export function makeLeft(nodes: u32, isDiff: bool, left: u32): void {
  for (let i: u32 = 0; i < keptCount; i++) {
    const node = keptAt(i);
    // The root is its own parent.
    store<u32>(startOf(leftParents) + (i << 2), placeOf(load<u32>(startOf(parents) + (node << 2))) - 1);
    store<u32>(startOf(leftNameIds) + (i << 2), load<u32>(startOf(nameIds) + (node << 2)));
  }
  rewindSelf();
  for (let i: u32 = 0; i < keptCount; i++) store<f64>(startOf(leftSelf) + (i << 3), selfOf(keptAt(i)));
  gatherLost(nodes, left, totals, leftSelf);
  if (isDiff) {
    for (let i: u32 = 0; i < keptCount; i++) {
      store<f64>(startOf(leftBaseline) + (i << 3), load<f64>(startOf(baseline) + (keptAt(i) << 3)));
    }
    gatherLost(nodes, left, baselineTotals, leftBaseline);
  }
  sumUp(leftParents, leftSelf, leftTotals, left);
}

/** Notes of each node 1 + its new number; 0 for those that go. Those whose parent goes too are not told apart. */
function divide(nodes: u32, by: usize, cut: f64, ties: f64): void {
  const parent = startOf(parents);
  const name = startOf(nameIds);
  const place = startOf(notes);
  const apart = startOf(divided);
  store<u32>(place, 1);
  store<u32>(apart, 0);
  let kept: u32 = 1;
  let lost: u32 = 0;
  // The root stays whatever it weighs, and is one of those that do.
  let tiesLeft = load<f64>(by) === cut ? ties - 1 : ties;
  for (let node: u32 = 1; node < nodes; node++) {
    let own: u32 = 0;
    if (load<u32>(place + (load<u32>(parent + (node << 2)) << 2)) !== 0) {
      const weight = load<f64>(by + (node << 3));
      const isPruned = load<u32>(name + (node << 2)) === prunedName;
      if (!isPruned && (weight > cut || (weight === cut && tiesLeft-- > 0))) {
        store<u32>(apart + (kept << 2), node);
        own = ++kept;
      } else {
        lost++;
        store<u32>(apart + ((nodes - lost) << 2), node);
      }
    }
    store<u32>(place + (node << 2), own);
  }
  keptCount = kept;
  lostCount = lost;
}

/** One `[pruned]` child for each node that loses any. @returns how many nodes there are then. */
function addPruned(nodes: u32): u32 {
  let left = keptCount;
  memory.fill(startOf(prunedChildren), 0, keptCount << 2);
  for (let i: u32 = 0; i < lostCount; i++) {
    const above = aboveOf(lostAt(nodes, i));
    const child = startOf(prunedChildren) + (above << 2);
    if (load<u32>(child) !== 0) continue;
    store<u32>(child, left);
    store<u32>(startOf(leftParents) + (left << 2), above);
    store<u32>(startOf(leftNameIds) + (left << 2), prunedName);
    left++;
  }
  return left;
}

/** The self weights of `[pruned]` nodes: the totals of all that went into each. */
function gatherLost(nodes: u32, left: u32, totals: i32, into: i32): void {
  memory.fill(startOf(into) + (keptCount << 3), 0, (left - keptCount) << 3);
  for (let i: u32 = 0; i < lostCount; i++) {
    const node = lostAt(nodes, i);
    const child = startOf(into) + (load<u32>(startOf(prunedChildren) + (aboveOf(node) << 2)) << 3);
    store<f64>(child, load<f64>(child) + load<f64>(startOf(totals) + (node << 3)));
  }
}

function keptAt(i: u32): u32 {
  return load<u32>(startOf(divided) + (i << 2));
}

function lostAt(nodes: u32, i: u32): u32 {
  return load<u32>(startOf(divided) + ((nodes - 1 - i) << 2));
}

function placeOf(node: u32): u32 {
  return load<u32>(startOf(notes) + (node << 2));
}

/** New number of a node's parent. */
function aboveOf(node: u32): u32 {
  return placeOf(load<u32>(startOf(parents) + (node << 2))) - 1;
}

const stepsPerMinimum: f64 = 16;
const steps: u32 = 1 << 14;

/**
 * What all of the `count` heaviest weigh at least, found by counting in steps of a sixteenth of the minimum; the minimum
 * if more than so many reach that.
 */
export function leastOf(nodes: u32, isDiff: bool, count: u32, minimum: f64): f64 {
  const by = startOf(isDiff ? weights : totals);
  // Of no use for anything else yet, and as long as the nodes are many.
  const reached = startOf(divided);
  const step = minimum / stepsPerMinimum;
  memory.fill(reached, 0, steps << 2);
  for (let node: u32 = 0; node < nodes; node++) {
    const weight = load<f64>(by + (node << 3));
    if (weight < minimum) continue;
    const at = reached + ((<u32>min(<f64>(steps - 1), floor(weight / step))) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  let above: u32 = 0;
  let at = steps - 1;
  while (at > <u32>stepsPerMinimum && above + load<u32>(reached + (at << 2)) <= count) {
    above += load<u32>(reached + (at << 2));
    at--;
  }
  // One step less, for what rounding put into the next.
  return max(minimum, <f64>(at - 1) * step);
}
