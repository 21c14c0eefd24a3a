import type { StackTree } from "../stack-tree.ts";
import { TreeBuilder, type TreeLimits } from "../tree-builder.ts";
import { readWeight } from "./read-weight.ts";

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
const tab = 9;
const carriageReturn = 13;
const space = 32;
const semicolon = 59;

/** Takes folded stacks in chunks. Nothing of a chunk is kept after `push`, so that a source may reuse its buffer. */
export class FoldedReader {
  readonly #tree: TreeBuilder;
  readonly #maximumLineBytes: number;
  /** The beginning of a line whose end has not come yet. */
  #carry = Buffer.alloc(1 << 12);
  #carried = 0;
  #isSkipping = false;
  #stackLines = 0;
  #malformedLines = 0;
  #prunings = 0;
  /** The nodes of the line before, root first: what both lines begin with need not be looked up again. */
  #path = new Uint32Array(1 << 8);

  constructor(limits: FoldedLimits) {
    this.#tree = new TreeBuilder(limits);
    this.#maximumLineBytes = limits.maximumLineBytes;
  }

  push(bytes: Uint8Array): void {
    // Only Buffer looks for a byte with memchr.
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const first = chunk.indexOf(newline);
    if (first === -1) return this.#keep(chunk);
    this.#keep(chunk.subarray(0, first));
    this.#endCarried();
    const last = chunk.lastIndexOf(newline);
    if (last > first) this.#lines(chunk, first + 1, last + 1);
    this.#keep(chunk.subarray(last + 1));
  }

  finish(): FoldedReading {
    this.#endCarried();
    return {
      tree: this.#tree.finish(),
      stackLines: this.#stackLines,
      malformedLines: this.#malformedLines,
      prunings: this.#prunings,
    };
  }

  #keep(bytes: Uint8Array): void {
    if (this.#isSkipping) return;
    const length = this.#carried + bytes.length;
    if (length > this.#maximumLineBytes) {
      this.#isSkipping = true;
      return;
    }
    // One byte more than the line, for the newline that ends it.
    if (length >= this.#carry.length) {
      const longer = Buffer.alloc(length * 2);
      longer.set(this.#carry.subarray(0, this.#carried));
      this.#carry = longer;
    }
    this.#carry.set(bytes, this.#carried);
    this.#carried = length;
  }

  #endCarried(): void {
    if (this.#isSkipping) {
      this.#malformedLines++;
    } else if (this.#carried > 0) {
      this.#carry[this.#carried] = newline;
      this.#lines(this.#carry, 0, this.#carried + 1);
    }
    this.#isSkipping = false;
    this.#carried = 0;
  }

  /** Whole lines only: the byte before `end` is a newline. */
  #lines(bytes: Buffer, start: number, end: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let before = start;
    let beforeEnd = start;
    for (let line = start; line < end; ) {
      const lineEnd = bytes.indexOf(newline, line);
      const weightEnd = trimEnd(bytes, line, lineEnd);
      const weightStart = wordStart(bytes, line, weightEnd);
      const stackEnd = weightStart - 1;
      const weight =
        stackEnd > line && lineEnd - line <= this.#maximumLineBytes ? readWeight(bytes, weightStart, weightEnd) : -1;
      if (weight >= 0) {
        this.#stack(view, line, stackEnd, before, beforeEnd, weight);
        before = line;
        beforeEnd = stackEnd;
        if (this.#tree.isOverLimit) {
          this.#tree.prune();
          this.#prunings++;
          beforeEnd = before;
        }
      } else if (weightEnd > line) {
        this.#malformedLines++;
      }
      line = lineEnd + 1;
    }
  }

  /** `bytes[before, beforeEnd)` is the stack whose nodes are in the path. */
  #stack(bytes: DataView, start: number, end: number, before: number, beforeEnd: number, weight: number): void {
    const tree = this.#tree;
    let frame = start;
    let depth = 0;
    const common = Math.min(end, start + beforeEnd - before);
    for (let i = start, j = before; i < common; i++, j++) {
      const byte = bytes.getUint8(i);
      if (byte !== bytes.getUint8(j)) break;
      if (byte === semicolon) {
        frame = i + 1;
        depth++;
      }
    }

    let path = this.#path;
    let node = depth === 0 ? 0 : path[depth - 1]!;
    for (;;) {
      node = tree.child(node, tree.names.intern(bytes, frame, end));
      if (depth === path.length) {
        path = new Uint32Array(depth * 2);
        path.set(this.#path);
        this.#path = path;
      }
      path[depth++] = node;
      if (tree.names.end === end) break;
      frame = tree.names.end + 1;
    }
    tree.add(node, weight);
    this.#stackLines++;
  }
}

function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  while (end > start && isBlank(bytes[end - 1]!)) end--;
  return end;
}

/** Frames may hold blanks: the weight is what follows the last one. */
function wordStart(bytes: Uint8Array, start: number, end: number): number {
  while (end > start && !isBlank(bytes[end - 1]!)) end--;
  return end;
}

function isBlank(byte: number): boolean {
  return byte === space || byte === tab || byte === carriageReturn;
}
