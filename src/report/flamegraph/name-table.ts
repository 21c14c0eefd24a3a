import { bytesOf, type StackKernel, startOf } from "./kernel/stack-kernel.ts";
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
    const [start, end] = this.#range(id);
    return bytesOf(this.#kernel).toString("utf8", start, end);
  }

  /** A copy. */
  bytes(id: number): Uint8Array {
    return Uint8Array.prototype.slice.apply(bytesOf(this.#kernel), this.#range(id));
  }

  #range(id: number): [start: number, end: number] {
    const texts = startOf(this.#kernel, "texts");
    const record = startOf(this.#kernel, "names") / 4 + id * 2;
    const ends = new Uint32Array(this.#kernel.memory.buffer);
    return [texts + ends[record]!, texts + ends[record + 2]!];
  }
}
