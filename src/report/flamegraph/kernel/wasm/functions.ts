import { nameBits, nameIds, nameSelf, nameTotals, notes, parents, startOf, totals } from "./regions";
import { rewindSelf, selfOf } from "./self-weights";

/** Self weight of each name; -1 for one that no node has. */
export function sumSelf(nodes: u32, names: u32): void {
  const name = startOf(nameIds);
  rewindSelf();
  const sums = startOf(nameSelf);
  for (let id: u32 = 0; id < names; id++) store<f64>(sums + (id << 3), -1);
  for (let node: u32 = 1; node < nodes; node++) {
    const sum = sums + (load<u32>(name + (node << 2)) << 3);
    store<f64>(sum, max<f64>(load<f64>(sum), 0) + selfOf(node));
  }
}

/**
 * Total weight of each name to which the host has given a bit; of a recursion the outermost call counts. A node knows
 * which of the names are on its stack from its parent, which comes first: one pass, and no walk.
 */
export function sumTotals(nodes: u32, names: u32): void {
  const name = startOf(nameIds);
  const parent = startOf(parents);
  const bits = startOf(nameBits);
  const onStack = startOf(notes);
  const total = startOf(totals);
  const sums = startOf(nameTotals);
  memory.fill(sums, 0, names << 3);
  store<u32>(onStack, 0);
  for (let node: u32 = 1; node < nodes; node++) {
    const id = load<u32>(name + (node << 2));
    const bit = load<u32>(bits + (id << 2));
    const above = load<u32>(onStack + (load<u32>(parent + (node << 2)) << 2));
    if ((bit & ~above) !== 0) {
      const sum = sums + (id << 3);
      store<f64>(sum, load<f64>(sum) + load<f64>(total + (node << 3)));
    }
    store<u32>(onStack + (node << 2), above | bit);
  }
}

/** The first of the heaviest nodes whose name the host has given a bit; 0 when there is none. */
export function heaviestNode(nodes: u32): u32 {
  const name = startOf(nameIds);
  const bits = startOf(nameBits);
  const total = startOf(totals);
  let best: u32 = 0;
  let most: f64 = -1;
  for (let node: u32 = 1; node < nodes; node++) {
    if (load<u32>(bits + (load<u32>(name + (node << 2)) << 2)) === 0) continue;
    const weight = load<f64>(total + (node << 3));
    if (weight <= most) continue;
    best = node;
    most = weight;
  }
  return best;
}
