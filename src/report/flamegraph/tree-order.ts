import { prunedName } from "./name-table.ts";
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
  const used = [...new Set(tree.name)].filter((id) => id !== prunedName);
  const texts = new Map(used.map((id) => [id, tree.names.text(id)]));
  // Bytes that are not UTF-8 can read the same: the id keeps the order of those stable.
  used.sort((a, b) => compare(texts.get(a)!, texts.get(b)!) || a - b);
  const rank = new Map([...used, prunedName].map((id, i) => [id, i]));
  return Uint32Array.from(tree.name.keys()).sort((a, b) => rank.get(tree.name[b]!)! - rank.get(tree.name[a]!)! || b - a);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
