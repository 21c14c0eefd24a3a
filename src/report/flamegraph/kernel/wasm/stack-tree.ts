import { reserveColumns } from "./columns";
import { nameCount } from "./name-table";
import { capacityOf, edgeSlots, extend, nameIds, parents, startOf, totals, trim, use } from "./regions";
import { makeTotals } from "./self-weights";

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
  extend(parents, initialNodes << 2);
  extend(nameIds, initialNodes << 2);
  extend(totals, initialNodes << 3);
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
  if (isEdge(next, parent, name)) return next;
  const slots = startOf(edgeSlots);
  const mask = (<u32>capacityOf(edgeSlots) >>> 2) - 1;
  const hash = edgeHash(parent, name);
  let slot = hash & mask;
  let entry = load<u32>(slots + (slot << 2));
  while (entry !== 0) {
    const known = entry & nodeMask;
    if ((entry ^ hash) >>> nodeBits === 0 && isEdge(known, parent, name)) return known;
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
  const own = startOf(totals) + (node << 3);
  store<f64>(own, load<f64>(own) + weight);
}

/** The totals in place of the self weights, and room for what passes over the tree. No node may be added any more. */
export function makeColumns(): void {
  trim(edgeSlots, 0);
  trim(parents, nodeCount << 2);
  trim(nameIds, nodeCount << 2);
  // A tree that grows again counts on twice the room that its parents have.
  trim(totals, capacityOf(parents) << 1);
  makeTotals(nodeCount);
  reserveColumns(nodeCount, nameCount, false);
}

function append(parent: u32, name: u32): u32 {
  const node = nodeCount;
  if (node << 2 === <u32>capacityOf(parents)) {
    extend(totals, node << 4);
    extend(nameIds, node << 3);
    extend(parents, node << 3);
  }
  store<u32>(startOf(parents) + (node << 2), parent);
  store<u32>(startOf(nameIds) + (node << 2), name);
  store<f64>(startOf(totals) + (node << 3), 0);
  nodeCount = node + 1;
  use(parents, nodeCount << 2);
  use(nameIds, nodeCount << 2);
  use(totals, nodeCount << 3);
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
    const parent = load<u32>(startOf(parents) + (node << 2));
    if (parent === node - 1) continue;
    const hash = edgeHash(parent, load<u32>(startOf(nameIds) + (node << 2)));
    let slot = hash & mask;
    while (load<u32>(slots + (slot << 2)) !== 0) slot = (slot + 1) & mask;
    store<u32>(slots + (slot << 2), (hash & ~nodeMask) | node);
    filled++;
  }
}

function isEdge(node: u32, parent: u32, name: u32): bool {
  return load<u32>(startOf(nameIds) + (node << 2)) === name && load<u32>(startOf(parents) + (node << 2)) === parent;
}

function edgeHash(parent: u32, name: u32): u32 {
  const hash = (parent * 0x9e3779b1) ^ (name * 0x85ebca6b);
  return (hash ^ (hash >>> 15)) * 0x2c1b3c6d;
}
