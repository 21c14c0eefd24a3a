import { reserveColumns, sumUp } from "./columns";
import { nameCount } from "./name-table";
import { capacityOf, edgeSlots, edges, extend, nameIds, parents, self, startOf, use } from "./regions";

/**
 * A stack tree that grows. A stack that leaves the known paths appends all its remaining frames in one run, so that
 * most nodes directly follow their parent: that child is found by looking at the next row. Only the other children stand
 * in a hash table over (parent, name); it is small, and the memory that a lookup touches is near.
 */
export let nodeCount: u32 = 0;
let filled: u32 = 0;

/** An entry is a node and, above it, bits of its hash: a wrong one is seldom looked up among the edges. */
const nodeBits = 24;
const nodeMask: u32 = (1 << nodeBits) - 1;
const initialNodes = 1 << 16;
const initialSlots = 1 << 14;

/** One node, the root: it is its own parent and has the first name. */
export function clearTree(): void {
  extend(edges, initialNodes << 3);
  extend(self, initialNodes << 3);
  nodeCount = 0;
  filled = 0;
  append(0, 0);
  index(initialSlots);
}

/** The child of `parent` with that name, made when there is none. */
export function child(parent: u32, name: u32): u32 {
  const next = parent + 1;
  // A parent made last has no child, and beyond the last row is nothing: in new territory this is all there is to do.
  if (next === nodeCount) return append(parent, name);
  const edge = edgeOf(parent, name);
  if (load<u64>(startOf(edges) + (next << 3)) === edge) return next;
  const slots = startOf(edgeSlots);
  const mask = (<u32>capacityOf(edgeSlots) >>> 2) - 1;
  const hash = edgeHash(parent, name);
  let slot = hash & mask;
  let entry = load<u32>(slots + (slot << 2));
  while (entry !== 0) {
    const known = entry & nodeMask;
    if ((entry ^ hash) >>> nodeBits === 0 && load<u64>(startOf(edges) + (known << 3)) === edge) return known;
    slot = (slot + 1) & mask;
    entry = load<u32>(slots + (slot << 2));
  }
  const node = append(parent, name);
  store<u32>(startOf(edgeSlots) + (slot << 2), (hash & ~nodeMask) | node);
  // At most 2/3 full.
  if (++filled * 3 > (mask + 1) << 1) index((mask + 1) << 2);
  return node;
}

export function add(node: u32, weight: f64): void {
  const own = startOf(self) + (node << 3);
  store<f64>(own, load<f64>(own) + weight);
}

/** The tree in columns, its totals in place of the edges. No node may be added any more. */
export function makeColumns(): void {
  reserveColumns(nodeCount, nameCount, false);
  const edge = startOf(edges);
  const parent = startOf(parents);
  const name = startOf(nameIds);
  for (let node: u32 = 0; node < nodeCount; node++) {
    store<u32>(parent + (node << 2), load<u32>(edge + (node << 3)));
    store<u32>(name + (node << 2), load<u32>(edge + (node << 3), 4));
  }
  sumUp(parents, self, edges, nodeCount);
}

function append(parent: u32, name: u32): u32 {
  const node = nodeCount;
  const offset = node << 3;
  if (offset === <u32>capacityOf(edges)) {
    extend(self, offset << 1);
    extend(edges, offset << 1);
  }
  store<u64>(startOf(edges) + offset, edgeOf(parent, name));
  store<f64>(startOf(self) + offset, 0);
  nodeCount = node + 1;
  use(edges, nodeCount << 3);
  use(self, nodeCount << 3);
  return node;
}

/** Enters every node that does not follow its parent. */
function index(count: u32): void {
  extend(edgeSlots, count << 2);
  use(edgeSlots, capacityOf(edgeSlots));
  const slots = startOf(edgeSlots);
  memory.fill(slots, 0, capacityOf(edgeSlots));
  const mask = (<u32>capacityOf(edgeSlots) >>> 2) - 1;
  filled = 0;
  for (let node: u32 = 1; node < nodeCount; node++) {
    const parent = load<u32>(startOf(edges) + (node << 3));
    if (parent === node - 1) continue;
    const hash = edgeHash(parent, load<u32>(startOf(edges) + (node << 3), 4));
    let slot = hash & mask;
    while (load<u32>(slots + (slot << 2)) !== 0) slot = (slot + 1) & mask;
    store<u32>(slots + (slot << 2), (hash & ~nodeMask) | node);
    filled++;
  }
}

function edgeOf(parent: u32, name: u32): u64 {
  return ((<u64>name) << 32) | parent;
}

function edgeHash(parent: u32, name: u32): u32 {
  const hash = (parent * 0x9e3779b1) ^ (name * 0x85ebca6b);
  return (hash ^ (hash >>> 15)) * 0x2c1b3c6d;
}
