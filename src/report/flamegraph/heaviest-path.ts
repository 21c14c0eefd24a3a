import { rootName } from "./name-table.ts";
import type { StackTree } from "./stack-tree.ts";

export interface HeaviestPath {
  /** From the root's first frame to the function, as the profile names them. */
  readonly frames: readonly string[];
  /** Weight of the function on this path, callees included, in the profile's unit. */
  readonly weight: number;
  /** Of the whole profile, 0 to 1. */
  readonly share: number;
}

/**
 * The way on which a function is reached with most of its weight: what a verdict says as "spin ← handle ← main".
 * Of recursive calls the outermost is taken, so that the path does not run in circles.
 */
export function heaviestPath(tree: StackTree, functionName: string): HeaviestPath | undefined {
  let best = 0;
  for (const node of nodesNamed(tree, functionName)) {
    // An inner call is never heavier than the outer one, and comes after it.
    if (best === 0 || tree.total[node]! > tree.total[best]!) best = node;
  }
  if (best === 0) return undefined;
  const frames: string[] = [];
  for (let node = best; node !== 0; node = tree.parent[node]!) frames.push(tree.names.text(tree.name[node]!));
  const weight = tree.total[best]!;
  const all = tree.total[0]!;
  return { frames: frames.reverse(), weight, share: all > 0 ? weight / all : 0 };
}

function* nodesNamed(tree: StackTree, functionName: string): Generator<number> {
  const ids = new Set<number>();
  for (let id = rootName; id < tree.names.size; id++) if (tree.names.text(id) === functionName) ids.add(id);
  for (let node = 1; node < tree.name.length; node++) if (ids.has(tree.name[node]!)) yield node;
}
