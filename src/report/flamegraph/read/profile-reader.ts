import type { Unit } from "../../../documents/facts.generated.ts";
import type { StackTree } from "../stack-tree.ts";
import type { TreeLimits } from "../tree-builder.ts";

/** What a file of stacks held. */
export interface ProfileReading {
  readonly tree: StackTree;
  readonly unit: Unit;
  /** Which of the file's values the weights are, where it has several: `inuse_space`, `cpu-clock`, `@stacks`. */
  readonly value?: string;
  /** How often the tree had to be pruned while it was read; 0 means that it is exact. */
  readonly prunings: number;
  /** Sentences for who reads the graph: what was left out, and how to see it. */
  readonly notes: readonly string[];
}

/** Takes a profile in chunks. Nothing of a chunk is kept after `push`, so that a source may reuse its buffer. */
export interface ProfileReader {
  push(chunk: Uint8Array): void;
  /** Throws a `DiagError` where the file held no stack. */
  finish(): ProfileReading;
}

export interface ReaderOptions {
  /** As the user named it, for errors. */
  readonly file: string;
  /** Which of the file's values is wanted; each format has its default. */
  readonly value?: string;
  readonly limits: ReaderLimits;
}

export interface ReaderLimits extends TreeLimits {
  /** Longer lines are cut or passed over; so much of a chunk is held to join them. */
  readonly maximumLineBytes: number;
  /** Frames of a stack; deeper ones are cut at their root. */
  readonly maximumDepth: number;
  /** Bytes of a format that has to be in memory as a whole: JSON and pprof, unpacked. */
  readonly maximumDocumentBytes: number;
}

/**
 * Of stacks in lines a reader holds some 700 MB at the worst, whatever the input's length: 1.4 GB of three million
 * distinct stacks took 654 MB, a page of them included. JSON takes several times its own size, which is why that has a
 * limit.
 */
export const readerLimits: ReaderLimits = {
  maximumNodes: 8_000_000,
  maximumNameBytes: 64 << 20,
  maximumLineBytes: 1 << 20,
  maximumDepth: 8192,
  maximumDocumentBytes: 256 << 20,
};
