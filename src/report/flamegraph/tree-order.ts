import { type Names, prunedName } from "./names.ts";
import type { StackTree } from "./stack-tree.ts";

/**
 * First child and next sibling per node, 0 where there is none, so that a tree can be walked without recursion:
 * a hostile stack is half a million frames deep.
 */
export interface Siblings {
  readonly first: Uint32Array;
  readonly next: Uint32Array;
}

/** Siblings follow each other as they were read. */
export function linkSiblings(tree: StackTree): Siblings {
  const size = tree.name.length;
  const first = new Uint32Array(size);
  const next = new Uint32Array(size);
  for (let node = size - 1; node > 0; node--) {
    const parent = tree.parent[node]!;
    next[node] = first[parent]!;
    first[parent] = node;
  }
  return { first, next };
}

/** Walks in depth first order; `enter` before a node's children, `leave` after them. */
export function walk(
  { first, next }: Siblings,
  parent: Uint32Array,
  enter: (node: number, depth: number) => void,
  leave: (node: number) => void = () => {},
): void {
  let node = 0;
  let depth = 0;
  enter(0, 0);
  for (;;) {
    if (first[node]! !== 0) {
      node = first[node]!;
      depth++;
      enter(node, depth);
      continue;
    }
    leave(node);
    while (node !== 0 && next[node] === 0) {
      node = parent[node]!;
      depth--;
      leave(node);
    }
    if (node === 0) return;
    node = next[node]!;
    enter(node, depth);
  }
}

/** Row of each node in depth first order, siblings by their names (by UTF-16 code unit), `[pruned]` last. */
export function rowsByName(tree: StackTree): Uint32Array {
  const { parent } = tree;
  const size = parent.length;
  const below = new Uint32Array(size).fill(1);
  for (let node = size - 1; node > 0; node--) below[parent[node]!]! += below[node]!;
  // A node stands behind its caller and all siblings that come first.
  const behind = new Uint32Array(size);
  const taken = new Uint32Array(size).fill(1);
  const order = nodesByName(tree);
  for (let i = 0; i < size; i++) {
    const node = order[i]!;
    if (node === 0) continue;
    const above = parent[node]!;
    behind[node] = taken[above]!;
    taken[above]! += below[node]!;
  }
  const row = behind;
  for (let node = 1; node < size; node++) row[node]! += row[parent[node]!]!;
  return row;
}

/** All nodes in the order of their names. */
function nodesByName({ names, name }: StackTree): Uint32Array {
  const rank = ranks(names, name);
  // Counting sort: how many nodes come before each rank, then every node to its place.
  const place = new Uint32Array(names.size + 1);
  for (let node = 0; node < name.length; node++) place[rank[name[node]!]! + 1]!++;
  for (let i = 1; i < place.length; i++) place[i]! += place[i - 1]!;
  const order = new Uint32Array(name.length);
  for (let node = 0; node < order.length; node++) order[place[rank[name[node]!]!]!++] = node;
  return order;
}

/** Place of each name id that a node has in the order of the names. */
function ranks(names: Names, name: Uint32Array): Uint32Array {
  const isUsed = new Uint8Array(names.size);
  for (let node = 0; node < name.length; node++) isUsed[name[node]!] = 1;
  const texts: (readonly [id: number, text: string])[] = [];
  for (let id = 0; id < isUsed.length; id++)
    if (isUsed[id] === 1 && id !== prunedName) texts.push([id, names.text(id)]);
  // Bytes that are not UTF-8 can read the same: the id keeps the order of those stable.
  texts.sort((a, b) => compare(a[1], b[1]) || a[0] - b[0]);
  const rank = new Uint32Array(names.size);
  for (let i = 0; i < texts.length; i++) rank[texts[i]![0]] = i;
  rank[prunedName] = texts.length;
  return rank;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
