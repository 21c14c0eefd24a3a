import { TreeKernel } from "./kernel/tree-kernel.ts";
import { rootName } from "./names.ts";
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
  const { name, total } = tree;
  // An inner call is never heavier than the outer one, and comes after it.
  const best = new TreeKernel(tree).heaviestNode(idsOf(tree, functionName));
  if (best === 0) return undefined;
  const frames: string[] = [];
  for (let node = best; node !== 0; node = tree.parent[node]!) frames.push(tree.names.text(name[node]!));
  const weight = total[best]!;
  const all = total[0]!;
  return { frames: frames.reverse(), weight, share: all > 0 ? weight / all : 0 };
}

/** Bytes that are not UTF-8 can read the same. */
function idsOf({ names }: StackTree, functionName: string): readonly number[] {
  const ids: number[] = [];
  for (let id = rootName; id < names.size; id++) if (names.text(id) === functionName) ids.push(id);
  return ids;
}
