import type { StackTree } from "../stack-tree.ts";
import { TreeBuilder } from "../tree-builder.ts";
import type { ReaderLimits } from "./profile-reader.ts";

/** Names whose ids are remembered by their text; above it they are looked up by their bytes again. */
const maximumRemembered = 1 << 17;
const maximumName = 4096;
const unfit = /[;\n]/g;
const encoder = new TextEncoder();

/** Where readers of text put their stacks, frames as strings; it prunes by itself. */
export class StackSink {
  readonly #tree: TreeBuilder;
  readonly #maximumDepth: number;
  #ids = new Map<string, number>();
  #prunings = 0;
  #stacks = 0;

  constructor(limits: ReaderLimits) {
    this.#tree = new TreeBuilder(limits);
    this.#maximumDepth = limits.maximumDepth;
  }

  /** Stacks added so far. */
  get stacks(): number {
    return this.#stacks;
  }

  /** @param frames root first. @param weight 0 or more. */
  add(frames: readonly string[], weight: number): void {
    let node = 0;
    // Of a stack that is too deep the leaves tell where time goes.
    for (let i = Math.max(0, frames.length - this.#maximumDepth); i < frames.length; i++)
      node = this.#tree.child(node, this.#id(frames[i]!));
    if (node === 0) node = this.#tree.child(0, this.#id("[unknown]"));
    this.#tree.add(node, weight);
    this.#stacks++;
    if (!this.#tree.isOverLimit) return;
    this.#tree.prune();
    this.#ids.clear();
    this.#prunings++;
  }

  finish(): { readonly tree: StackTree; readonly prunings: number } {
    return { tree: this.#tree.finish(), prunings: this.#prunings };
  }

  #id(frame: string): number {
    const known = this.#ids.get(frame);
    if (known !== undefined) return known;
    const id = this.#tree.names.add(nameBytes(frame));
    if (this.#ids.size === maximumRemembered) this.#ids.clear();
    this.#ids.set(frame, id);
    return id;
  }
}

/** A frame's name as the name table and the folded format can hold it: no separator, no end of a line, no megabytes. */
function nameBytes(frame: string): Uint8Array {
  const cut = frame.length > maximumName ? `${frame.slice(0, maximumName - 1)}…` : frame;
  return encoder.encode(cut.replace(unfit, (character) => (character === ";" ? ":" : " ")));
}
