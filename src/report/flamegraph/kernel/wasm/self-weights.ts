import { callers, extend, listedNodes, listedSelf, parents, startOf, totals } from "./regions";

/**
 * Self weights take no column beside the totals. A node that calls nothing has its total, and most that call something
 * have none of their own: those that do stand in a list, in the order of the nodes.
 */
export let listedCount: u32 = 0;
let next: u32 = 0;

/** Makes the totals where the self weights are: a parent comes before its children. */
export function makeTotals(nodes: u32): void {
  const parent = startOf(parents);
  extend(callers, (nodes >>> 3) + 1);
  memory.fill(startOf(callers), 0, (nodes >>> 3) + 1);
  for (let node: u32 = 1; node < nodes; node++) {
    const above = load<u32>(parent + (node << 2));
    const byte = startOf(callers) + (above >>> 3);
    store<u8>(byte, load<u8>(byte) | ((<u8>1) << (<u8>(above & 7))));
  }
  listSelf(nodes);
  const total = startOf(totals);
  for (let node = nodes - 1; node > 0; node--) {
    const above = total + (load<u32>(parent + (node << 2)) << 3);
    store<f64>(above, load<f64>(above) + load<f64>(total + (node << 3)));
  }
}

function listSelf(nodes: u32): void {
  listedCount = 0;
  for (let node: u32 = 0; node < nodes; node++) if (isListed(node)) listedCount++;
  extend(listedNodes, listedCount << 2);
  extend(listedSelf, listedCount << 3);
  let at: u32 = 0;
  for (let node: u32 = 0; node < nodes; node++) {
    if (!isListed(node)) continue;
    store<u32>(startOf(listedNodes) + (at << 2), node);
    store<f64>(startOf(listedSelf) + (at << 3), load<f64>(startOf(totals) + (node << 3)));
    at++;
  }
}

/** While the totals are self weights. */
function isListed(node: u32): bool {
  return load<f64>(startOf(totals) + (node << 3)) !== 0 && isCaller(node);
}

/** Before `selfOf` is asked from the first node on. */
export function rewindSelf(): void {
  next = 0;
}

/** @param node behind those asked for since `rewindSelf`. */
export function selfOf(node: u32): f64 {
  if (!isCaller(node)) return load<f64>(startOf(totals) + (node << 3));
  while (next < listedCount && load<u32>(startOf(listedNodes) + (next << 2)) < node) next++;
  if (next === listedCount || load<u32>(startOf(listedNodes) + (next << 2)) !== node) return 0;
  return load<f64>(startOf(listedSelf) + (next << 3));
}

function isCaller(node: u32): bool {
  return ((<u32>load<u8>(startOf(callers) + (node >>> 3)) >>> (node & 7)) & 1) !== 0;
}
