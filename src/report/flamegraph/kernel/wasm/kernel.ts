import { clearNames } from "./name-table";
import { extend, input, layOut, path } from "./regions";
import { clearTree } from "./stack-tree";

export { reserveColumns } from "./columns";
export { malformedLines, readLines, stackLines } from "./folded-lines";
export { heaviestNode, sumSelf, sumTotals } from "./functions";
export { intern, nameCount, textBytes } from "./name-table";
export { layOutRows } from "./rows";
export { listedCount, makeTotals } from "./self-weights";
export { add, child, makeColumns, nodeCount } from "./stack-tree";
export { cutTree, leastOf, makeLeft } from "./tree-cut";

layOut();

/** Makes room for so many bytes of lines, and for a name of that length. */
export function reserve(bytes: usize): void {
  extend(input, bytes + 8);
  extend(path, (bytes + 8) << 2);
}

/** Forgets all names and nodes. */
export function clear(seed: u64): void {
  clearNames(seed);
  clearTree();
}
