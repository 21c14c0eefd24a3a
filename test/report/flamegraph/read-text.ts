import type { FoldedLimits } from "../../../src/report/flamegraph/read/folded-reader.ts";
import { readFolded } from "../../../src/report/flamegraph/read/read-folded.ts";
import type { StackTree } from "../../../src/report/flamegraph/stack-tree.ts";

export function readText(text: string, limits?: Partial<FoldedLimits>) {
  return readFolded([new TextEncoder().encode(text)], limits);
}

/** The stacks of a tree with a self weight, folded again, in no particular order. */
export function foldedOf(tree: StackTree): Record<string, number> {
  const paths: string[] = [""];
  const stacks: Record<string, number> = {};
  for (let node = 1; node < tree.name.length; node++) {
    const above = tree.parent[node] === 0 ? "" : `${paths[tree.parent[node]!]};`;
    paths[node] = above + tree.names.text(tree.name[node]!);
    if (tree.self[node]! > 0) stacks[paths[node]!] = (stacks[paths[node]!] ?? 0) + tree.self[node]!;
  }
  return stacks;
}
