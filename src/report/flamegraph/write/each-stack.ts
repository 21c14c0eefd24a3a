import type { StackTree } from "../stack-tree.ts";
import { linkSiblings } from "../tree-order.ts";

/** A stack that ends somewhere: its weight is what its last frame has of its own. */
export interface Stack {
  /** Name ids, root first, without the root that stands for all. Overwritten by the next stack. */
  readonly path: readonly number[];
  readonly self: number;
  /** Of a diff, what it was before. */
  readonly baseline: number;
}

/** Every stack of a tree that has a weight, depth first. */
export function* eachStack(tree: StackTree): Generator<Stack, void, void> {
  const { first, next } = linkSiblings(tree);
  const path: number[] = [];
  let node = first[0]!;
  while (node !== 0) {
    path.push(tree.name[node]!);
    const self = tree.self[node]!;
    const baseline = tree.baseline?.[node] ?? 0;
    if (self > 0 || baseline > 0) yield { path, self, baseline };
    if (first[node] !== 0) {
      node = first[node]!;
      continue;
    }
    while (node !== 0 && next[node] === 0) {
      path.pop();
      node = tree.parent[node]!;
    }
    path.pop();
    node = next[node]!;
  }
}

/** The texts of names that are asked for, each made once. */
export function nameTexts({ names }: StackTree): (id: number) => string {
  const texts: (string | undefined)[] = [];
  return (id) => (texts[id] ??= names.text(id));
}
