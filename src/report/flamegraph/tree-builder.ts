import { NameTable, rootName } from "./name-table.ts";
import { pruneTree } from "./prune-tree.ts";
import { type StackTree, totals } from "./stack-tree.ts";

export interface TreeLimits {
  /** Nodes held at once, at most 2^23; above it the lightest subtrees are pruned to half of it. 16 bytes each, 8 more for totals. */
  readonly maximumNodes: number;
  /** Bytes of all distinct names together; above it the tree is pruned until half of it is left. */
  readonly maximumNameBytes: number;
}

/** A table entry is a node number and, above it, bits of its hash: a wrong entry is seldom looked up in the columns. */
const nodeBits = 24;
const nodeMask = (1 << nodeBits) - 1;
/** A megabyte: most profiles have less. More would not be resident before it is written to, but hastens the garbage collector. */
const initialNodes = 1 << 16;

/**
 * A stack tree that grows. A stack that leaves the known paths appends all its remaining frames in one run, so that
 * most nodes directly follow their parent: that child is found by looking at the next row of the columns. Only the
 * other children stand in a hash table over (parent, name); it is small, and the memory that a lookup touches is near.
 */
export class TreeBuilder {
  names = new NameTable();
  readonly #limits: TreeLimits;
  /** Two numbers a node, parent and name: what is looked at together lies together. */
  #edges = new Uint32Array(initialNodes * 2);
  #self = new Float64Array(initialNodes);
  /** 0 where free: the root is nobody's child. A power of two long, at most 2/3 full. */
  #slots = new Uint32Array(1 << 14);
  #filled = 0;
  #size = 1;

  constructor(limits: TreeLimits) {
    this.#limits = limits;
    this.#edges[1] = rootName;
  }

  get size(): number {
    return this.#size;
  }

  /** The child of `parent` with that name, made when there is none. */
  child(parent: number, name: number): number {
    const next = parent + 1;
    // A parent made last has no child, and beyond the last row is nothing: in new territory this is all there is to do.
    if (next === this.#size) return this.#append(parent, name);
    const edges = this.#edges;
    if (edges[next * 2] === parent && edges[next * 2 + 1] === name) return next;
    const slots = this.#slots;
    const mask = slots.length - 1;
    const hash = edgeHash(parent, name);
    let slot = hash & mask;
    for (let entry = slots[slot]!; entry !== 0; entry = slots[slot]!) {
      const node = entry & nodeMask;
      if ((entry ^ hash) >>> nodeBits === 0 && edges[node * 2] === parent && edges[node * 2 + 1] === name) return node;
      slot = (slot + 1) & mask;
    }
    const node = this.#append(parent, name);
    this.#slots[slot] = (hash & ~nodeMask) | node;
    if (++this.#filled * 3 > slots.length * 2) this.#index(slots.length * 4);
    return node;
  }

  add(node: number, weight: number): void {
    this.#self[node]! += weight;
  }

  get isOverLimit(): boolean {
    return this.#size > this.#limits.maximumNodes || this.names.byteLength > this.#limits.maximumNameBytes;
  }

  /** Makes room: afterwards every node number and name id given out before is void. */
  prune(): void {
    let keep = Math.min(this.#limits.maximumNodes, this.#size);
    do {
      keep /= 2;
      this.#adopt(pruneTree(this.#columns(), { maximumNodes: keep }));
    } while (this.names.byteLength * 2 > this.#limits.maximumNameBytes && this.#size > 2);
    this.#index(this.#slots.length);
  }

  /** The builder is of no use after this: its memory is the tree's. */
  finish(): StackTree {
    this.#slots = new Uint32Array(0);
    return this.#columns();
  }

  /** Takes the edges apart: until a tree is adopted, the builder has none. */
  #columns(): StackTree {
    const size = this.#size;
    const edges = this.#edges;
    const name = new Uint32Array(size);
    const parent = new Uint32Array(size);
    for (let node = 0; node < size; node++) {
      parent[node] = edges[node * 2]!;
      name[node] = edges[node * 2 + 1]!;
    }
    // Given back at once, as in `moved`: the totals take as much again.
    edges.buffer.transfer(0);
    const self = this.#self.subarray(0, size);
    return { names: this.names, name, parent, self, total: totals(parent, self) };
  }

  /** Names that no node bears any more are left behind. */
  #adopt(tree: StackTree): void {
    const old = this.names;
    const names = new NameTable();
    const renamed = new Int32Array(old.size).fill(-1);
    const edges = new Uint32Array(this.#self.length * 2);
    this.#size = tree.name.length;
    for (let node = 0; node < tree.name.length; node++) {
      const name = tree.name[node]!;
      if (renamed[name] === -1) renamed[name] = names.add(old.bytes(name));
      edges[node * 2] = tree.parent[node]!;
      edges[node * 2 + 1] = renamed[name]!;
    }
    this.#edges = edges;
    // With nothing pruned the tree has this very column: it may not be cleared before it is copied.
    this.#self.set(tree.self);
    this.#self.fill(0, this.#size);
    this.names = names;
  }

  #append(parent: number, name: number): number {
    const node = this.#size;
    if (node === this.#self.length) this.#grow(node * 2);
    this.#edges[node * 2] = parent;
    this.#edges[node * 2 + 1] = name;
    this.#size = node + 1;
    return node;
  }

  #grow(capacity: number): void {
    this.#edges = moved(this.#edges, new Uint32Array(capacity * 2));
    this.#self = moved(this.#self, new Float64Array(capacity));
  }

  /** Enters every node that does not follow its parent. */
  #index(length: number): void {
    const slots = new Uint32Array(length);
    const mask = length - 1;
    this.#filled = 0;
    for (let node = 1; node < this.#size; node++) {
      const parent = this.#edges[node * 2]!;
      if (parent === node - 1) continue;
      const hash = edgeHash(parent, this.#edges[node * 2 + 1]!);
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (hash & ~nodeMask) | node;
      this.#filled++;
    }
    this.#slots = slots;
  }
}

function edgeHash(parent: number, name: number): number {
  const hash = Math.imul(parent, 0x9e3779b1) ^ Math.imul(name, 0x85ebca6b);
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
}

/** Detaching gives the old memory back at once instead of at the next garbage collection. */
function moved<T extends Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(from: T, to: T): T {
  to.set(from);
  from.buffer.transfer(0);
  return to;
}
