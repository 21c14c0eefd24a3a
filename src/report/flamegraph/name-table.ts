/** Read access to the distinct frame names of a profile; ids count from 0. */
export interface Names {
  readonly size: number;
  /** Decoded as UTF-8; bytes that are not UTF-8 become U+FFFD. */
  text(id: number): string;
}

/** Names that every table starts with, so that pruning needs no write access to it. */
export const rootName = 0;
export const prunedName = 1;
const reserved = ["all", "[pruned]"];

const seed = (Math.random() * 0x1_0000_0000) | 0;
const separators = 0x3b3b3b3b;

/**
 * Interns names as bytes: one arena holds the text of all of them, an open-addressed table finds them by hash.
 * No string is made until somebody reads one. A random seed keeps a hostile profile from choosing collisions;
 * ids follow the order of first appearance, so that nothing else depends on it.
 *
 * Bytes are looked at four at a time, which is what the speed of the whole reader comes from.
 */
export class NameTable implements Names {
  #arena = new DataView(new ArrayBuffer(1 << 17));
  /** Where name `id` ends in the arena; it starts where its predecessor ends. */
  #ends = new Uint32Array(1 << 12);
  #hashes = new Int32Array(1 << 12);
  /** id + 1, or 0 where free; a power of two long, at most half full. */
  #slots = new Int32Array(1 << 13);
  #size = 0;
  /** Where the name of the last {@link intern} ended. */
  end = 0;

  constructor() {
    for (const name of reserved) this.add(new TextEncoder().encode(name));
  }

  get size(): number {
    return this.#size;
  }

  /** Bytes of all names together. */
  get byteLength(): number {
    return this.#ends[this.#size - 1] ?? 0;
  }

  add(name: Uint8Array): number {
    const padded = new Uint8Array(name.length + 3);
    padded.set(name);
    return this.intern(new DataView(padded.buffer), 0, name.length);
  }

  /**
   * The id of the name that starts at `start` and goes on to the next `;`, at most to `limit`.
   *
   * @param bytes with three more readable bytes behind `limit`: a folded line has its blank, a digit and its newline.
   */
  intern(bytes: DataView, start: number, limit: number): number {
    let hash = seed;
    let at = start;
    while (at < limit) {
      const word = bytes.getInt32(at, true);
      const taken = Math.min(bytesBeforeSeparator(word), limit - at);
      if (taken === 4) hash = mix(hash, word);
      else if (taken > 0) hash = mix(hash, word & ((1 << (taken * 8)) - 1));
      at += taken;
      if (taken < 4) break;
    }
    this.end = at;

    hash = finish(hash);
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let entry = slots[slot]!; entry !== 0; entry = slots[slot]!) {
      if (this.#hashes[entry - 1] === hash && this.#equals(entry - 1, bytes, start, at)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    return this.#append(bytes, start, at, hash, slot);
  }

  bytes(id: number): Uint8Array {
    return new Uint8Array(this.#arena.buffer).subarray(this.#start(id), this.#ends[id]);
  }

  text(id: number): string {
    return Buffer.from(this.#arena.buffer).toString("utf8", this.#start(id), this.#ends[id]);
  }

  #start(id: number): number {
    return id === 0 ? 0 : this.#ends[id - 1]!;
  }

  #equals(id: number, bytes: DataView, start: number, end: number): boolean {
    const arena = this.#arena;
    let at = this.#start(id);
    if (this.#ends[id]! - at !== end - start) return false;
    let i = start;
    for (; i + 4 <= end; i += 4, at += 4) if (arena.getInt32(at, true) !== bytes.getInt32(i, true)) return false;
    // What is left of the name is shifted against the upper end of the word; what follows it falls out.
    return i === end || (arena.getInt32(at, true) ^ bytes.getInt32(i, true)) << ((4 - (end - i)) * 8) === 0;
  }

  #append(bytes: DataView, start: number, end: number, hash: number, slot: number): number {
    const id = this.#size;
    const from = this.byteLength;
    const to = from + end - start;
    if (to + 4 > this.#arena.byteLength) this.#growArena((to + 4) * 2);
    for (let i = start, at = from; i < end; i++, at++) this.#arena.setUint8(at, bytes.getUint8(i));
    if (id === this.#ends.length) {
      this.#ends = grown(this.#ends, new Uint32Array(id * 2));
      this.#hashes = grown(this.#hashes, new Int32Array(id * 2));
    }
    this.#ends[id] = to;
    this.#hashes[id] = hash;
    this.#slots[slot] = id + 1;
    this.#size = id + 1;
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #growArena(byteLength: number): void {
    const longer = new Uint8Array(byteLength);
    longer.set(new Uint8Array(this.#arena.buffer));
    this.#arena = new DataView(longer.buffer);
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#size; id++) {
      let slot = this.#hashes[id]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }
}

/** 0 to 4. The known trick: a byte that is 0 after the exclusive or is the lowest to borrow into its top bit. */
function bytesBeforeSeparator(word: number): number {
  const difference = word ^ separators;
  const zeros = (difference - 0x01010101) & ~difference & 0x80808080;
  return zeros === 0 ? 4 : (31 - Math.clz32(zeros & -zeros)) >>> 3;
}

/** One round of MurmurHash3 without its first multiplication. */
function mix(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x1b873593);
  return (product << 13) | (product >>> 19);
}

/** The table looks at the low bits only. */
function finish(hash: number): number {
  const product = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return product ^ (product >>> 13);
}

function grown<T extends Uint32Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
