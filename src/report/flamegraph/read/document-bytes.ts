import { unreadable } from "./unreadable.ts";

/** Chunks joined, for formats that can only be read as a whole; a file above the limit is refused as soon as it is. */
export class DocumentBytes {
  readonly #file: string;
  readonly #maximum: number;
  #bytes = Buffer.alloc(1 << 16);
  #size = 0;

  constructor(file: string, maximum: number) {
    this.#file = file;
    this.#maximum = maximum;
  }

  push(chunk: Uint8Array): void {
    const size = this.#size + chunk.length;
    if (size > this.#maximum)
      throw unreadable(
        this.#file,
        undefined,
        `it has more than ${this.#maximum} bytes, and its format has to be in memory as a whole`,
        "Record for a shorter time, or convert it to folded stacks: those may be of any length.",
      );
    if (size > this.#bytes.length) {
      const longer = Buffer.alloc(Math.min(this.#maximum, size * 2));
      longer.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = longer;
    }
    this.#bytes.set(chunk, this.#size);
    this.#size = size;
  }

  finish(): Buffer {
    return this.#bytes.subarray(0, this.#size);
  }
}
