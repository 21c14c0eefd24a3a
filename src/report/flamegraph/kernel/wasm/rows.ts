import {
  divided,
  leftNameIds,
  leftParents,
  nameBits,
  nameIds,
  nameSelf,
  notes,
  parents,
  prunedChildren,
  startOf,
} from "./regions";

/**
 * Row of each node in depth first order, into the left parents, and node of each row, into the left names. Siblings
 * stand in the order of the numbers that the host has given to their names.
 */
export function layOutRows(nodes: u32, names: u32): void {
  const parent = startOf(parents);
  const below = startOf(notes);
  const taken = startOf(divided);
  const row = startOf(leftParents);
  for (let node: u32 = 0; node < nodes; node++) {
    store<u32>(below + (node << 2), 1);
    store<u32>(taken + (node << 2), 1);
  }
  for (let node = nodes - 1; node > 0; node--) {
    const all = below + (load<u32>(parent + (node << 2)) << 2);
    store<u32>(all, load<u32>(all) + load<u32>(below + (node << 2)));
  }
  // A node stands behind its caller and all siblings that come first.
  const order = orderByName(nodes, names);
  store<u32>(row, 0);
  for (let i: u32 = 0; i < nodes; i++) {
    const node = load<u32>(order + (i << 2));
    if (node === 0) continue;
    const first = taken + (load<u32>(parent + (node << 2)) << 2);
    store<u32>(row + (node << 2), load<u32>(first));
    store<u32>(first, load<u32>(first) + load<u32>(below + (node << 2)));
  }
  store<u32>(startOf(leftNameIds), 0);
  for (let node: u32 = 1; node < nodes; node++) {
    const own = load<u32>(row + (node << 2)) + load<u32>(row + (load<u32>(parent + (node << 2)) << 2));
    store<u32>(row + (node << 2), own);
    store<u32>(startOf(leftNameIds) + (own << 2), node);
  }
}

/** Counting sort: how many nodes come before each number, then every node to its place. */
function orderByName(nodes: u32, names: u32): usize {
  const name = startOf(nameIds);
  const rank = startOf(nameBits);
  const place = startOf(nameSelf);
  const order = startOf(prunedChildren);
  memory.fill(place, 0, names << 2);
  for (let node: u32 = 0; node < nodes; node++) {
    const at = place + (load<u32>(rank + (load<u32>(name + (node << 2)) << 2)) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  let before: u32 = 0;
  for (let i: u32 = 0; i < names; i++) {
    const here = load<u32>(place + (i << 2));
    store<u32>(place + (i << 2), before);
    before += here;
  }
  for (let node: u32 = 0; node < nodes; node++) {
    const at = place + (load<u32>(rank + (load<u32>(name + (node << 2)) << 2)) << 2);
    store<u32>(order + (load<u32>(at) << 2), node);
    store<u32>(at, load<u32>(at) + 1);
  }
  return order;
}
