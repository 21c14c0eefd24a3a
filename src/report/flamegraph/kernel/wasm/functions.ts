import { edges, nameBits, nameIds, nameSelf, nameTotals, notes, parents, self, startOf } from "./regions";

/** Self weight of each name; -1 for one that no node has. */
export function sumSelf(nodes: u32, names: u32): void {
  for (let id: u32 = 0; id < names; id++) store<f64>(startOf(nameSelf) + (id << 3), -1);
  for (let node: u32 = 1; node < nodes; node++) {
    const sum = startOf(nameSelf) + (load<u32>(startOf(nameIds) + (node << 2)) << 3);
    store<f64>(sum, max<f64>(load<f64>(sum), 0) + load<f64>(startOf(self) + (node << 3)));
  }
}

/**
 * Total weight of each name to which the host has given a bit; of a recursion the outermost call counts. A node knows
 * which of the names are on its stack from its parent, which comes first: one pass, and no walk.
 */
export function sumTotals(nodes: u32, names: u32): void {
  memory.fill(startOf(nameTotals), 0, names << 3);
  store<u32>(startOf(notes), 0);
  for (let node: u32 = 1; node < nodes; node++) {
    const id = load<u32>(startOf(nameIds) + (node << 2));
    const bit = load<u32>(startOf(nameBits) + (id << 2));
    const above = load<u32>(startOf(notes) + (load<u32>(startOf(parents) + (node << 2)) << 2));
    if ((bit & ~above) !== 0) {
      const sum = startOf(nameTotals) + (id << 3);
      store<f64>(sum, load<f64>(sum) + load<f64>(startOf(edges) + (node << 3)));
    }
    store<u32>(startOf(notes) + (node << 2), above | bit);
  }
}

/** The first of the heaviest nodes whose name the host has given a bit; 0 when there is none. */
export function heaviestNode(nodes: u32): u32 {
  let best: u32 = 0;
  for (let node: u32 = 1; node < nodes; node++) {
    if (load<u32>(startOf(nameBits) + (load<u32>(startOf(nameIds) + (node << 2)) << 2)) === 0) continue;
    const total = load<f64>(startOf(edges) + (node << 3));
    if (best === 0 || total > load<f64>(startOf(edges) + (best << 3))) best = node;
  }
  return best;
}
