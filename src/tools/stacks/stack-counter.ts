import type { FoldedStacks } from "../fact-declaration.ts";
import { frameName } from "./frame.ts";

/** Sums samples by folded stack. Tools print one stack several times: by address, by process, by CPU. */
export class StackCounter {
  readonly #weights = new Map<string, number>();
  #total = 0;

  /** @param frames Root to leaf, named by `userFrame` and `kernelFrame`; the thread's name goes before them. */
  add(comm: string, frames: readonly string[], weight: number): void {
    const root = frameName(comm);
    const stack = frames.length === 0 ? root : `${root};${frames.join(";")}`;
    this.#weights.set(stack, (this.#weights.get(stack) ?? 0) + weight);
    this.#total += weight;
  }

  get total(): number {
    return this.#total;
  }

  get folded(): FoldedStacks {
    return this.#weights;
  }
}
