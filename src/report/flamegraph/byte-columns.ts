/**
 * Columns of numbers as bytes: whole numbers in LEB128 (seven bits a byte, low ones first), which gzip then finds
 * the patterns in. Reads and writes what was agreed on, in that order.
 */
export class ByteWriter {
  #bytes = new Uint8Array(1 << 12);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @param value whole, 0 to 2^53. */
  whole(value: number): void {
    this.wholes([value]);
  }

  wholes(values: ArrayLike<number>): void {
    this.#reserve(8 * values.length);
    const bytes = this.#bytes;
    let at = this.#size;
    for (let i = 0; i < values.length; i++) {
      let rest = values[i]!;
      for (; rest > 127; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 128;
      bytes[at++] = rest;
    }
    this.#size = at;
  }

  double(value: number): void {
    this.#reserve(8);
    new DataView(this.#bytes.buffer).setFloat64(this.#size, value, true);
    this.#size += 8;
  }

  text(value: string): void {
    const bytes = new TextEncoder().encode(value);
    this.whole(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#size);
    this.#size += bytes.length;
  }

  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#size);
  }

  #reserve(count: number): void {
    if (this.#size + count <= this.#bytes.length) return;
    const longer = new Uint8Array((this.#size + count) * 2);
    longer.set(this.#bytes);
    this.#bytes = longer;
  }
}

export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  whole(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new RangeError("the profile ends too early");
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  double(): number {
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    this.#at += 8;
    return view.getFloat64(this.#at - 8, true);
  }

  text(): string {
    const length = this.whole();
    this.#at += length;
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(this.#bytes.subarray(this.#at - length, this.#at));
  }
}
