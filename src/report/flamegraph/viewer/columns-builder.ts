import type { FrameColumns } from "../frame-columns.ts";

/** Makes columns of stacks in any order; names keep their indexes. Node 0 is the root. */
export class ColumnsBuilder {
  readonly #source: FrameColumns;
  readonly #nodes = new Map<number, number>();
  readonly #name: number[];
  readonly #callees: number[][] = [[]];
  readonly #self: number[] = [0];
  readonly #baseline: number[] = [0];

  constructor(source: FrameColumns) {
    this.#source = source;
    this.#name = [source.name[0] ?? 0];
  }

  child(caller: number, name: number): number {
    const key = caller * this.#source.names.length + name;
    let node = this.#nodes.get(key);
    if (node === undefined) {
      node = this.#name.push(name) - 1;
      this.#nodes.set(key, node);
      this.#callees.push([]);
      this.#callees[caller]!.push(node);
      this.#self.push(0);
      this.#baseline.push(0);
    }
    return node;
  }

  add(node: number, self: number, baseline: number): void {
    this.#self[node]! += self;
    this.#baseline[node]! += baseline;
  }

  finish(): FrameColumns {
    const { names } = this.#source;
    const size = this.#name.length;
    const rank = new Uint32Array(names.length);
    const last = (index: number) => names[index] === "[pruned]";
    [...names.keys()]
      .sort((a, b) => Number(last(a)) - Number(last(b)) || (names[a]! < names[b]! ? -1 : 1))
      .forEach((index, place) => {
        rank[index] = place;
      });
    const columns = {
      names,
      name: new Uint32Array(size),
      depth: new Uint32Array(size),
      self: new Float64Array(size),
    };
    const baseline = new Float64Array(size);
    const waiting: [node: number, depth: number][] = [[0, 0]];
    for (let row = 0; waiting.length > 0; row++) {
      const [node, depth] = waiting.pop()!;
      columns.name[row] = this.#name[node]!;
      columns.depth[row] = depth;
      columns.self[row] = this.#self[node]!;
      baseline[row] = this.#baseline[node]!;
      const callees = this.#callees[node]!.sort((a, b) => rank[this.#name[b]!]! - rank[this.#name[a]!]!);
      for (const callee of callees) waiting.push([callee, depth + 1]);
    }
    return this.#source.baseline ? { ...columns, baseline } : columns;
  }
}
