import { bytesOf, doubles, makeKernel, type StackKernel, startOf, wholes } from "./kernel/stack-kernel.ts";
import { remember } from "./kernel/tree-kernel.ts";
import { NameTable } from "./name-table.ts";
import { pruneTree } from "./prune-tree.ts";
import type { StackTree } from "./stack-tree.ts";

export interface TreeLimits {
  /** Nodes held at once, at most 2^23; above it the lightest subtrees are pruned to half of it. 16 bytes each, and 4 or 8 for what passes over them. */
  readonly maximumNodes: number;
  /** Bytes of all distinct names together; above it the tree is pruned until half of it is left. */
  readonly maximumNameBytes: number;
}

/** A stack tree that grows, frame by frame or by lines of folded stacks. */
export class TreeBuilder {
  readonly #kernel: StackKernel = makeKernel();
  readonly #maximumNodes: number;
  readonly #maximumNameBytes: number;
  names: NameTable;

  constructor({ maximumNodes, maximumNameBytes }: TreeLimits) {
    this.#maximumNodes = maximumNodes;
    this.#maximumNameBytes = Math.min(maximumNameBytes, 2 ** 31 - 1);
    this.names = this.#clear();
  }

  /** The child of `parent` with that name, made when there is none. */
  child(parent: number, name: number): number {
    return this.#kernel.child(parent, name);
  }

  add(node: number, weight: number): void {
    this.#kernel.add(node, weight);
  }

  /** Where to write lines for `readLines`, with room for so many bytes; what was written before stays. Void after any other call. */
  input(bytes: number): Buffer {
    this.#kernel.reserve(bytes);
    const start = startOf(this.#kernel, "input");
    return bytesOf(this.#kernel).subarray(start, start + bytes);
  }

  /**
   * Takes lines of folded stacks: `[start, end)` of the input, whose last byte is a newline.
   *
   * @returns where it stopped: before `end` when the tree is over its limits.
   */
  readLines(start: number, end: number, maximumLineBytes: number): number {
    const input = startOf(this.#kernel, "input");
    const limits = [maximumLineBytes, this.#maximumNodes, this.#maximumNameBytes] as const;
    return this.#kernel.readLines(input + start, input + end, ...limits) - input;
  }

  /** Of the lines so far: those with a stack and a weight, and those that are neither that nor empty. */
  get lines(): { readonly stacks: number; readonly malformed: number } {
    const { stackLines, malformedLines } = this.#kernel;
    return { stacks: stackLines.value, malformed: malformedLines.value };
  }

  get isOverLimit(): boolean {
    return this.#size > this.#maximumNodes || this.names.byteLength > this.#maximumNameBytes;
  }

  /** Makes room: afterwards every node number and name id given out before is void. */
  prune(): void {
    let keep = Math.min(this.#maximumNodes, this.#size);
    do {
      keep /= 2;
      this.#adopt(pruneTree(this.#columns(), { maximumNodes: keep }));
    } while (this.names.byteLength * 2 > this.#maximumNameBytes && this.#size > 2);
  }

  /** The builder is of no use after this: its memory is the tree's. */
  finish(): StackTree {
    return this.#columns();
  }

  get #size(): number {
    return this.#kernel.nodeCount.value;
  }

  #columns(): StackTree {
    const kernel = this.#kernel;
    kernel.makeColumns();
    const size = this.#size;
    let self: Float64Array | undefined;
    const tree = {
      names: this.names,
      name: wholes(kernel, "nameIds", size),
      parent: wholes(kernel, "parents", size),
      total: doubles(kernel, "totals", size),
      get self(): Float64Array {
        self ??= selfWeights(tree, kernel);
        return self;
      },
    };
    return remember(tree, kernel);
  }

  /** No name but the reserved ones, no node but the root. */
  #clear(): NameTable {
    this.#kernel.clear(BigInt(Math.floor(Math.random() * 2 ** 53)));
    return new NameTable(this.#kernel);
  }

  /** Names that no node bears any more are left behind. */
  #adopt(tree: StackTree): void {
    const textOf = this.names.copy();
    const renamed = new Int32Array(this.names.size).fill(-1);
    // With nothing pruned the columns are the kernel's own.
    const isOwn = tree.name.buffer === this.#kernel.memory.buffer;
    const { name, parent, self } = isOwn ? copied(tree) : tree;
    this.names = this.#clear();
    for (let node = 0; node < name.length; node++) {
      const id = name[node]!;
      if (renamed[id] === -1) renamed[id] = this.names.add(textOf(id));
      if (node > 0) this.child(parent[node]!, renamed[id]!);
      this.add(node, self[node]!);
    }
  }
}

/** A column that a page of millions of nodes never asks for; see kernel/wasm/self-weights.ts. */
function selfWeights({ parent, total }: Pick<StackTree, "parent" | "total">, kernel: StackKernel): Float64Array {
  const self = total.slice();
  for (let node = 1; node < self.length; node++) self[parent[node]!] = 0;
  const listed = wholes(kernel, "listedNodes", kernel.listedCount.value);
  const weights = doubles(kernel, "listedSelf", listed.length);
  for (const [i, node] of listed.entries()) self[node] = weights[i]!;
  return self;
}

function copied({ name, parent, self }: StackTree): Pick<StackTree, "name" | "parent" | "self"> {
  return { name: name.slice(), parent: parent.slice(), self: self.slice() };
}
