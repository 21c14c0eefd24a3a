import { bytesOf, type StackKernel, startOf, wholes } from "./kernel/stack-kernel.ts";
import { type Names, reservedNames } from "./names.ts";

/** The names that a kernel has interned. No string is made until somebody reads one. */
export class NameTable implements Names {
  readonly #kernel: StackKernel;

  constructor(kernel: StackKernel) {
    this.#kernel = kernel;
    for (const name of reservedNames) this.add(Buffer.from(name));
  }

  get size(): number {
    return this.#kernel.nameCount.value;
  }

  /** Bytes of all names together. */
  get byteLength(): number {
    return this.#kernel.textBytes.value;
  }

  /** @param name without a `;`. */
  add(name: Uint8Array): number {
    this.#kernel.reserve(name.length);
    const scratch = startOf(this.#kernel, "path");
    bytesOf(this.#kernel).set(name, scratch);
    return this.#kernel.intern(scratch, scratch + name.length);
  }

  text(id: number): string {
    return bytesOf(this.#kernel).toString("utf8", ...this.#range(id));
  }

  /** The bytes of each name as it is now, for when the kernel is cleared. */
  copy(): (id: number) => Uint8Array {
    const texts = startOf(this.#kernel, "texts");
    const bytes = new Uint8Array(this.#kernel.memory.buffer).slice(texts, texts + this.byteLength);
    const ends = this.#ends.slice(0, this.size * 2 + 1);
    return (id) => bytes.subarray(ends[id * 2], ends[id * 2 + 2]);
  }

  #range(id: number): [start: number, end: number] {
    const texts = startOf(this.#kernel, "texts");
    const ends = this.#ends;
    return [texts + ends[id * 2]!, texts + ends[id * 2 + 2]!];
  }

  /** Every other number: where each name ends and the next begins, 0 before the first. */
  get #ends(): Uint32Array {
    return wholes(this.#kernel, "names", this.size * 2 + 1);
  }
}
