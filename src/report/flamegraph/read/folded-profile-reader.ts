import { FoldedReader } from "./folded-reader.ts";
import { noStacks } from "./no-stacks.ts";
import type { ProfileReader, ProfileReading, ReaderOptions } from "./profile-reader.ts";
import { refuseValue } from "./refuse-value.ts";

/** Folded stacks, as `readFolded` reads them. Annotations (`_[k]`, `_[j]`, `_[i]`) stay parts of the names. */
export class FoldedProfileReader implements ProfileReader {
  readonly #reader: FoldedReader;
  readonly #file: string;

  constructor({ file, value, limits }: ReaderOptions) {
    refuseValue(file, "folded stacks", value);
    this.#reader = new FoldedReader(limits);
    this.#file = file;
  }

  push(chunk: Uint8Array): void {
    this.#reader.push(chunk);
  }

  finish(): ProfileReading {
    const { tree, stackLines, malformedLines, prunings } = this.#reader.finish();
    if (stackLines === 0) throw noStacks(this.#file, "folded stacks", "main;handle;parse 17");
    const notes = malformedLines === 0 ? [] : [`${malformedLines} lines are no stacks with a weight, and left out.`];
    return { tree, unit: "samples", prunings, notes };
  }
}
