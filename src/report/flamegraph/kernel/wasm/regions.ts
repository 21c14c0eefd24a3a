/**
 * The kernel's memory: regions one behind the other. One that grows moves those behind it up, so that nothing is ever
 * held twice; what was never written to takes no memory. Where each starts stands in a table at address 0.
 */

/** Lines, written by the host. */
export const input = 0;
/** The nodes of the line before, root first; between two calls the host may have it. At least four times the input. */
export const path = 1;
/** The bytes of all names, one behind the other. */
export const texts = 2;
/** Eight bytes a name, from the second on: where its text ends, its hash. The first is where the first name starts. */
export const names = 3;
/** 1 + the id of a name, 0 where free. */
export const nameSlots = 4;
/** Nodes, with bits of their hash above; 0 where free. */
export const edgeSlots = 5;
/** A whole tree in columns, four bytes a node each. */
export const parents = 6;
export const nameIds = 7;
/** Eight bytes a node: self weights while the tree grows, in the end totals. */
export const totals = 8;
/** What totals do not tell of self weights; see self-weights.ts. A bit a node; four bytes and eight bytes of each in the list. */
export const callers = 9;
export const listedNodes = 10;
export const listedSelf = 11;
/** What passes over a tree notes of each node, four bytes. */
export const notes = 12;
/** Nodes that stay, from the beginning on, and nodes that go, from the end back. */
export const divided = 13;
/** Of each node that stays its `[pruned]` child, 0 where there is none. */
export const prunedChildren = 14;
/** What is left of a tree, in columns. */
export const leftParents = 15;
export const leftNameIds = 16;
export const leftSelf = 17;
export const leftTotals = 18;
/** Of a diff alone, eight bytes a node: by what it is cut, the baseline and its totals, what is left of it. */
export const weights = 19;
export const baseline = 20;
export const baselineTotals = 21;
export const leftBaseline = 22;
/** Eight bytes a name, and four that the host writes. */
export const nameSelf = 23;
export const nameTotals = 24;
export const nameBits = 25;

const count = 26;
const page = 1 << 16;

export function startOf(region: i32): usize {
  return load<u32>(region << 2);
}

export function capacityOf(region: i32): usize {
  return startOf(region + 1) - startOf(region);
}

/** All regions empty, behind the table. */
export function layOut(): void {
  for (let region = 0; region <= count; region++) store<u32>(region << 2, page);
}

/** How much of a region is moved when one before it grows. Set by who fills it. */
const usedTable = 128;

export function use(region: i32, bytes: usize): void {
  store<u32>(usedTable + (region << 2), <u32>bytes);
}

/** Makes a region at least so long. */
export function extend(region: i32, bytes: usize): void {
  const wanted = wholePages(bytes);
  if (wanted <= capacityOf(region)) return;
  const more = wanted - capacityOf(region);
  const missing = <i32>((startOf(count) + more) >>> 16) - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) unreachable();
  for (let next = count; next > region; next--) {
    const from = startOf(next);
    if (next < count) memory.copy(from + more, from, load<u32>(usedTable + (next << 2)));
    store<u32>(next << 2, <u32>(from + more));
  }
}

/** Makes a region at most so long: what lies behind it moves down, to where memory has been written to before. */
export function trim(region: i32, bytes: usize): void {
  const wanted = wholePages(bytes);
  if (wanted >= capacityOf(region)) return;
  const less = capacityOf(region) - wanted;
  use(region, min(bytes, load<u32>(usedTable + (region << 2))));
  for (let next = region + 1; next <= count; next++) {
    const from = startOf(next);
    if (next < count) memory.copy(from - less, from, load<u32>(usedTable + (next << 2)));
    store<u32>(next << 2, <u32>(from - less));
  }
}

function wholePages(bytes: usize): usize {
  return (bytes + page - 1) & ~(page - 1);
}
