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

/** Place of each name id that a node has in the order of the names (by UTF-16 code unit); `[pruned]` comes last. */
export function rankNames({ names, name }: StackTree): Uint32Array {
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
