import { maximumInput } from "./input.ts";

/** Shared memory in which a reading thread says what it reads, so that this is known also when it never answers again. */
export class CurrentInput {
  readonly memory: SharedArrayBuffer;
  readonly #head: Int32Array;
  readonly #bytes: Uint8Array;

  constructor(memory = new SharedArrayBuffer(8 + maximumInput)) {
    this.memory = memory;
    this.#head = new Int32Array(memory, 0, 2);
    this.#bytes = new Uint8Array(memory, 8);
  }

  /** Odd while one is read; another number for each. */
  get number(): number {
    return Atomics.load(this.#head, 0);
  }

  begin(input: Uint8Array): void {
    this.#bytes.set(input);
    this.#head[1] = input.length;
    Atomics.add(this.#head, 0, 1);
  }

  end(): void {
    Atomics.add(this.#head, 0, 1);
  }

  input(): Buffer {
    return Buffer.from(this.#bytes.slice(0, this.#head[1]));
  }
}
