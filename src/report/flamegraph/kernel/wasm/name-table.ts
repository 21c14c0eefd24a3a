import { capacityOf, extend, nameSlots, names, startOf, texts, use } from "./regions";

/**
 * Interns names as bytes; an open-addressed table finds them by hash. A random seed keeps a hostile profile from choosing
 * collisions; ids follow the order of first appearance, so that nothing else depends on it. Bytes are looked at eight at
 * a time: some behind the end of a name are read, and have to be there.
 */
export let nameCount: u32 = 0;
export let textBytes: u32 = 0;
/** Where the name of the last `intern` ended. */
export let nameEnd: usize = 0;
let seed: u64 = 0;

const initialSlots = 1 << 14;

export function clearNames(random: u64): void {
  seed = random;
  nameCount = 0;
  textBytes = 0;
  extend(names, 1 << 16);
  extend(texts, 1 << 17);
  store<u64>(startOf(names), 0);
  use(names, 8);
  index(initialSlots);
}

/** The id of the name that starts at `start` and goes on to the next `;`, at most to `limit`. */
export function intern(start: usize, limit: usize): u32 {
  let hash = seed;
  let at = start;
  while (at < limit) {
    const word = load<u64>(at);
    const taken = min(bytesBeforeSeparator(word), limit - at);
    at += taken;
    if (taken === 8) {
      hash = mix(hash, word);
      continue;
    }
    // A name that fills its words is the same before a separator and at the limit.
    if (taken > 0) hash = mix(hash, word & (((<u64>1) << (taken << 3)) - 1));
    break;
  }
  nameEnd = at;

  const short = finish(hash);
  const slots = startOf(nameSlots);
  const mask = (<u32>capacityOf(nameSlots) >>> 2) - 1;
  let slot = short & mask;
  let entry = load<u32>(slots + (slot << 2));
  while (entry !== 0) {
    if (isNamed(entry - 1, short, start, at)) return entry - 1;
    slot = (slot + 1) & mask;
    entry = load<u32>(slots + (slot << 2));
  }
  return append(start, at, short, slot);
}

function isNamed(id: u32, hash: u32, start: usize, end: usize): bool {
  const record = startOf(names) + (id << 3);
  if (load<u32>(record, 12) !== hash) return false;
  const from = load<u32>(record);
  if (load<u32>(record, 8) - from !== end - start) return false;
  let known = startOf(texts) + from;
  let at = start;
  for (; at + 8 <= end; at += 8, known += 8) if (load<u64>(known) !== load<u64>(at)) return false;
  // What is left of the name is shifted against the upper end of the word; what follows it falls out.
  return at === end || (load<u64>(known) ^ load<u64>(at)) << ((8 - (end - at)) << 3) === 0;
}

function append(start: usize, end: usize, hash: u32, slot: u32): u32 {
  const id = nameCount;
  const length = <u32>(end - start);
  if (textBytes + length + 8 > capacityOf(texts)) extend(texts, (textBytes + length + 8) << 1);
  if ((id + 2) << 3 > <u32>capacityOf(names)) extend(names, capacityOf(names) << 1);
  memory.copy(startOf(texts) + textBytes, start, length);
  textBytes += length;
  use(texts, textBytes);
  const record = startOf(names) + (id << 3);
  store<u32>(record, textBytes, 8);
  store<u32>(record, hash, 12);
  store<u32>(startOf(nameSlots) + (slot << 2), id + 1);
  nameCount = id + 1;
  use(names, (nameCount + 1) << 3);
  // At most half full.
  const slots = <u32>capacityOf(nameSlots) >>> 2;
  if (nameCount << 1 > slots) index(slots << 1);
  return id;
}

function index(count: u32): void {
  extend(nameSlots, count << 2);
  use(nameSlots, capacityOf(nameSlots));
  const slots = startOf(nameSlots);
  memory.fill(slots, 0, capacityOf(nameSlots));
  const mask = (<u32>capacityOf(nameSlots) >>> 2) - 1;
  for (let id: u32 = 0; id < nameCount; id++) {
    let slot = load<u32>(startOf(names) + (id << 3), 12) & mask;
    while (load<u32>(slots + (slot << 2)) !== 0) slot = (slot + 1) & mask;
    store<u32>(slots + (slot << 2), id + 1);
  }
}

/** 0 to 8. The known trick: a byte that is 0 after the exclusive or is the lowest to borrow into its top bit. */
function bytesBeforeSeparator(word: u64): usize {
  const difference = word ^ 0x3b3b3b3b3b3b3b3b;
  const zeros = (difference - 0x0101010101010101) & ~difference & 0x8080808080808080;
  return <usize>(zeros === 0 ? 8 : ctz(zeros) >>> 3);
}

function mix(hash: u64, word: u64): u64 {
  return rotl((hash ^ word) * 0x9e3779b97f4a7c15, 29);
}

/** The table looks at the low bits only. */
function finish(hash: u64): u32 {
  const product = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93;
  return <u32>(product ^ (product >>> 32));
}
