import { prunedName } from "./names.ts";
import type { StackTree } from "./stack-tree.ts";

/**
 * First child and next sibling per node, 0 where there is none, so that a tree can be walked without recursion:
 * a hostile stack is half a million frames deep.
 */
export interface Siblings {
  readonly first: Uint32Array;
  readonly next: Uint32Array;
}

/** @param order node numbers, last sibling first; without it siblings follow each other as they were read. */
export function linkSiblings(tree: StackTree, order?: Uint32Array): Siblings {
  const size = tree.name.length;
  const first = new Uint32Array(size);
  const next = new Uint32Array(size);
  for (let i = size - 1; i >= 0; i--) {
    const node = order ? order[size - 1 - i]! : i;
    if (node === 0) continue;
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

/** All node numbers, so that siblings are in descending order of their names (by UTF-16 code unit), `[pruned]` first. */
export function descendingByName(tree: StackTree): Uint32Array {
  const rank = ranks(tree);
  // Counting sort: how many nodes come before each rank, then every node to its place.
  const place = new Uint32Array(tree.names.size + 1);
  for (const id of tree.name) place[rank[id]! + 1]!++;
  for (let i = 1; i < place.length; i++) place[i]! += place[i - 1]!;
  const order = new Uint32Array(tree.name.length);
  for (let node = 0; node < order.length; node++) order[place[rank[tree.name[node]!]!]!++] = node;
  return order;
}

/** Place of each name id that the tree uses in that order. */
function ranks(tree: StackTree): Uint32Array {
  const isUsed = new Uint8Array(tree.names.size);
  for (let node = 0; node < tree.name.length; node++) isUsed[tree.name[node]!] = 1;
  isUsed[prunedName] = 0;
  const texts: (readonly [id: number, text: string])[] = [];
  for (let id = 0; id < isUsed.length; id++) if (isUsed[id] === 1) texts.push([id, tree.names.text(id)]);
  // Bytes that are not UTF-8 can read the same: the id keeps the order of those stable.
  const descending = texts.sort((a, b) => compare(b[1], a[1]) || b[0] - a[0]);
  const rank = new Uint32Array(tree.names.size);
  for (const [i, [id]] of descending.entries()) rank[id] = i + 1;
  return rank;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
