import { jointTotals } from "../diff/joint-totals.ts";
import type { Cut } from "../heaviest-cut.ts";
import { type StackTree, totals } from "../stack-tree.ts";
import { doubles, makeKernel, type StackKernel, wholes } from "./stack-kernel.ts";

const kernels = new WeakMap<StackTree, StackKernel>();

/** A tree that a kernel has made stays where it is. */
export function remember(tree: StackTree, kernel: StackKernel): StackTree {
  kernels.set(tree, kernel);
  return tree;
}

/** What passes over all nodes of a tree, which may be millions: done where that is fast from the first node on. */
export class TreeKernel {
  readonly #tree: StackTree;
  readonly #kernel: StackKernel;
  /** 0 for all. */
  #left = 0;

  constructor(tree: StackTree) {
    this.#tree = tree;
    this.#kernel = kernels.get(tree) ?? loaded(tree);
    remember(tree, this.#kernel);
  }

  /** What the `count` heaviest weigh at least, roughly and never more; the minimum if more than so many reach that. */
  leastOf(count: number, minimum: number): number {
    return this.#kernel.leastOf(this.#nodes, this.#isDiff, count, minimum);
  }

  /** @returns how many nodes there are when all that is lighter is merged into `[pruned]` children. */
  cut({ weight, ties }: Cut): number {
    this.#left = this.#kernel.cutTree(this.#nodes, this.#isDiff, weight, ties);
    return this.#left === 0 ? this.#nodes : this.#left;
  }

  /** What the last cut leaves; the same tree where that is all. */
  left(): StackTree {
    const left = this.#left;
    if (left === 0) return this.#tree;
    this.#kernel.makeLeft(this.#nodes, this.#isDiff, left);
    return {
      names: this.#tree.names,
      name: wholes(this.#kernel, "leftNameIds", left).slice(),
      parent: wholes(this.#kernel, "leftParents", left).slice(),
      self: doubles(this.#kernel, "leftSelf", left).slice(),
      total: doubles(this.#kernel, "leftTotals", left).slice(),
      ...(this.#isDiff && { baseline: doubles(this.#kernel, "leftBaseline", left).slice() }),
    };
  }

  /** Self weight per name; -1 for one that no node has but the root. */
  selfOfNames(): Float64Array {
    this.#kernel.sumSelf(this.#nodes, this.#names);
    return doubles(this.#kernel, "nameSelf", this.#names).slice();
  }

  /** Total weights of at most 32 names, per name; of a recursion the outermost call counts. */
  totalsOfNames(ids: readonly number[]): Float64Array {
    const bits = this.#clearBits();
    for (const [i, id] of ids.entries()) bits[id] = 1 << i;
    this.#kernel.sumTotals(this.#nodes, this.#names);
    return doubles(this.#kernel, "nameTotals", this.#names).slice();
  }

  /** The heaviest node with one of these names, of equals the first; 0 when there is none. */
  heaviestNode(ids: readonly number[]): number {
    const bits = this.#clearBits();
    for (const id of ids) bits[id] = 1;
    return this.#kernel.heaviestNode(this.#nodes);
  }

  /**
   * The nodes in depth first order, siblings by the rank of their names.
   *
   * @param ranks per name id, each less than the number of names.
   */
  rows(ranks: Uint32Array): { readonly rowOf: Uint32Array; readonly nodeOf: Uint32Array } {
    wholes(this.#kernel, "nameBits", this.#names).set(ranks);
    this.#kernel.layOutRows(this.#nodes, this.#names);
    // Void with the next use of the kernel.
    const rowOf = wholes(this.#kernel, "leftParents", this.#nodes);
    return { rowOf, nodeOf: wholes(this.#kernel, "leftNameIds", this.#nodes) };
  }

  get #nodes(): number {
    return this.#tree.name.length;
  }

  get #names(): number {
    return this.#tree.names.size;
  }

  get #isDiff(): boolean {
    return this.#tree.baseline !== undefined;
  }

  #clearBits(): Uint32Array {
    return wholes(this.#kernel, "nameBits", this.#names).fill(0);
  }
}

function loaded(tree: StackTree): StackKernel {
  const { name, parent, self, baseline } = tree;
  const kernel = makeKernel();
  const nodes = name.length;
  kernel.reserveColumns(nodes, tree.names.size, baseline !== undefined);
  wholes(kernel, "nameIds", nodes).set(name);
  wholes(kernel, "parents", nodes).set(parent);
  doubles(kernel, "totals", nodes).set(self);
  kernel.makeTotals(nodes);
  if (baseline) {
    doubles(kernel, "weights", nodes).set(jointTotals(tree));
    doubles(kernel, "baseline", nodes).set(baseline);
    doubles(kernel, "baselineTotals", nodes).set(totals(parent, baseline));
  }
  return kernel;
}
