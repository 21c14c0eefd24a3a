import { bytesOf, type StackKernel, startOf, wholes } from "./kernel/stack-kernel.ts";
import { type Names, reservedNames } from "./names.ts";

/** The memory as it lies until something is added. */
interface Views {
  readonly texts: Buffer;
  /** Every other number: where each name ends and the next begins, 0 before the first. */
  readonly ends: Uint32Array;
  readonly size: number;
}

/** The names that a kernel has interned. No string is made until somebody reads one. */
export class NameTable implements Names {
  readonly #kernel: StackKernel;
  #seen: Views | undefined;

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
    const { texts, ends } = this.#views();
    return texts.toString("utf8", ends[id * 2], ends[id * 2 + 2]);
  }

  /** The bytes of each name as it is now, for when the kernel is cleared. */
  copy(): (id: number) => Uint8Array {
    const { texts, ends } = this.#views();
    const [bytes, copied] = [Uint8Array.from(texts), ends.slice()];
    return (id) => bytes.subarray(copied[id * 2], copied[id * 2 + 2]);
  }

  #views(): Views {
    const { buffer } = this.#kernel.memory;
    if (this.#seen?.ends.buffer !== buffer || this.#seen.size !== this.size) {
      const texts = Buffer.from(buffer, startOf(this.#kernel, "texts"), this.byteLength);
      this.#seen = { texts, ends: wholes(this.#kernel, "names", this.size * 2 + 1), size: this.size };
    }
    return this.#seen;
  }
}
