/// <reference lib="dom" />
import { readWeight } from "../read/read-weight.ts";
import { kernelCode } from "./stack-kernel.generated.ts";

/** What wasm/kernel.ts exports. Addresses are bytes in `memory`, whose buffer is another one after a call that adds. */
export interface StackKernel {
  readonly memory: WebAssembly.Memory;
  readonly nameCount: Counter;
  readonly textBytes: Counter;
  readonly nodeCount: Counter;
  readonly stackLines: Counter;
  readonly malformedLines: Counter;
  /** Nodes whose self weight the totals do not tell. */
  readonly listedCount: Counter;
  clear(seed: bigint): void;
  reserve(bytes: number): void;
  intern(start: number, limit: number): number;
  child(parent: number, name: number): number;
  add(node: number, weight: number): void;
  readLines(start: number, end: number, maximumLine: number, maximumNodes: number, maximumText: number): number;
  makeTotals(nodes: number): void;
  makeColumns(): void;
  reserveColumns(nodes: number, names: number, isDiff: boolean): void;
  leastOf(nodes: number, isDiff: boolean, count: number, minimum: number): number;
  cutTree(nodes: number, isDiff: boolean, cut: number, ties: number): number;
  makeLeft(nodes: number, isDiff: boolean, left: number): void;
  sumSelf(nodes: number, names: number): void;
  sumTotals(nodes: number, names: number): void;
  heaviestNode(nodes: number): number;
  layOutRows(nodes: number, names: number): void;
}

interface Counter {
  readonly value: number;
}

/** As wasm/regions.ts numbers them. */
const regions = {
  input: 0,
  path: 1,
  texts: 2,
  names: 3,
  parents: 6,
  nameIds: 7,
  totals: 8,
  listedNodes: 10,
  listedSelf: 11,
  leftParents: 15,
  leftNameIds: 16,
  leftSelf: 17,
  leftTotals: 18,
  weights: 19,
  baseline: 20,
  baselineTotals: 21,
  leftBaseline: 22,
  nameSelf: 23,
  nameTotals: 24,
  nameBits: 25,
} as const;
export type Region = keyof typeof regions;

let code: WebAssembly.Module | undefined;

export function makeKernel(): StackKernel {
  code ??= new WebAssembly.Module(Buffer.from(kernelCode, "base64"));
  const { exports } = new WebAssembly.Instance(code, {
    "folded-lines": { readWeight: (start: number, end: number) => readWeight(bytesOf(kernel), start, end) },
  });
  const kernel = exports as unknown as StackKernel;
  return kernel;
}

export function startOf({ memory }: StackKernel, region: Region): number {
  return new Uint32Array(memory.buffer)[regions[region]]!;
}

export function bytesOf({ memory }: StackKernel): Buffer<ArrayBuffer> {
  return Buffer.from(memory.buffer);
}

/** Four bytes an entry. */
export function wholes(kernel: StackKernel, region: Region, length: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(kernel.memory.buffer, startOf(kernel, region), length);
}

/** Eight bytes an entry. */
export function doubles(kernel: StackKernel, region: Region, length: number): Float64Array<ArrayBuffer> {
  return new Float64Array(kernel.memory.buffer, startOf(kernel, region), length);
}
