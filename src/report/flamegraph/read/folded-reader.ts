import type { StackTree } from "../stack-tree.ts";
import { TreeBuilder, type TreeLimits } from "../tree-builder.ts";

export interface FoldedLimits extends TreeLimits {
  /** Longer lines count as malformed; this much is held to join a line that two chunks share. */
  readonly maximumLineBytes: number;
}

export interface FoldedReading {
  readonly tree: StackTree;
  /** Lines with a stack and a weight. */
  readonly stackLines: number;
  /** Lines without a weight, without a stack, or too long. Empty lines are neither. */
  readonly malformedLines: number;
  /** How often the tree had to be pruned while it was read; 0 means that it is exact. */
  readonly prunings: number;
}

const newline = 10;
/** More is not looked at at once, so that room for lines stays small. */
const chunkBytes = 1 << 18;

/** Takes folded stacks in chunks. Nothing of a chunk is kept after `push`, so that a source may reuse its buffer. */
export class FoldedReader {
  readonly #tree: TreeBuilder;
  readonly #maximumLineBytes: number;
  /** So much of the input is the beginning of a line whose end has not come yet. */
  #carried = 0;
  #isSkipping = false;
  #skippedLines = 0;
  #prunings = 0;

  constructor(limits: FoldedLimits) {
    this.#tree = new TreeBuilder(limits);
    this.#maximumLineBytes = limits.maximumLineBytes;
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += chunkBytes) this.#take(bytes.subarray(at, at + chunkBytes));
  }

  finish(): FoldedReading {
    if (this.#isSkipping) this.#skippedLines++;
    else if (this.#carried > 0) this.#take(Uint8Array.of(newline));
    const { stacks, malformed } = this.#tree.lines;
    return {
      tree: this.#tree.finish(),
      stackLines: stacks,
      malformedLines: malformed + this.#skippedLines,
      prunings: this.#prunings,
    };
  }

  #take(chunk: Uint8Array): void {
    const rest = this.#isSkipping ? this.#skip(chunk) : chunk;
    if (rest.length === 0) return;
    const length = this.#carried + rest.length;
    const input = this.#tree.input(length);
    input.set(rest, this.#carried);
    const whole = Math.max(0, input.lastIndexOf(newline) + 1);
    this.#readLines(whole);
    this.#carried = length - whole;
    this.#isSkipping = this.#carried > this.#maximumLineBytes;
    if (this.#isSkipping) this.#carried = 0;
    else if (whole > 0) this.#tree.input(length).copyWithin(0, whole);
  }

  /** What stands behind the end of the line that is too long. */
  #skip(chunk: Uint8Array): Uint8Array {
    const end = chunk.indexOf(newline);
    if (end === -1) return chunk.subarray(chunk.length);
    this.#isSkipping = false;
    this.#skippedLines++;
    return chunk.subarray(end + 1);
  }

  #readLines(end: number): void {
    for (let at = 0; at < end; ) {
      at = this.#tree.readLines(at, end, this.#maximumLineBytes);
      if (!this.#tree.isOverLimit) continue;
      this.#tree.prune();
      this.#prunings++;
    }
  }
}
