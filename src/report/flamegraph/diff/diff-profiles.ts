import type { StackTree } from "../stack-tree.ts";
import { TreeBuilder } from "../tree-builder.ts";

/**
 * Two profiles as one tree: every stack of either. `self` and `total` are what `after` has, `baseline` what `before`
 * has, both as measured, so that a reader may compare them as they are or by their shares.
 *
 * A frame of weight 0 in one of them is new, or has vanished; both stay in the tree. Units are not looked at: to
 * compare samples with bytes is the caller's mistake to prevent.
 */
export function diffProfiles(before: StackTree, after: StackTree): Required<StackTree> {
  const nodes = before.name.length + after.name.length;
  const builder = new TreeBuilder({ maximumNodes: nodes, maximumNameBytes: Number.POSITIVE_INFINITY });
  addTree(builder, after, (node, weight) => builder.add(node, weight));
  const added: (readonly [number, number])[] = [];
  addTree(builder, before, (node, weight) => added.push([node, weight]));
  const tree = builder.finish();
  const baseline = new Float64Array(tree.name.length);
  for (const [node, weight] of added) baseline[node]! += weight;
  return { ...tree, baseline };
}

function addTree(builder: TreeBuilder, tree: StackTree, add: (node: number, weight: number) => void): void {
  const names = new Int32Array(tree.names.size).fill(-1);
  const place = new Uint32Array(tree.name.length);
  const encoder = new TextEncoder();
  for (let node = 0; node < tree.name.length; node++) {
    if (node > 0) {
      const id = tree.name[node]!;
      // Only a name in a folded line ends at a semicolon; in the table it may hold none.
      if (names[id] === -1) names[id] = builder.names.add(encoder.encode(tree.names.text(id).replaceAll(";", ",")));
      place[node] = builder.child(place[tree.parent[node]!]!, names[id]!);
    }
    if (tree.self[node]! > 0) add(place[node]!, tree.self[node]!);
  }
}
