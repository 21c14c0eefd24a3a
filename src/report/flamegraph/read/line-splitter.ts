const newline = 10;

/**
 * Chunks of bytes → lines of text without their ends, each a string of its own: a slice of a chunk's text would keep all
 * of it alive as long as one name. Bytes that are not UTF-8 become U+FFFD.
 */
export class LineSplitter {
  readonly #take: (line: string, number: number) => void;
  readonly #maximumBytes: number;
  /** The beginning of a line whose end has not come yet. */
  #carry: Buffer[] = [];
  #carried = 0;
  #number = 0;
  #tooLong = 0;

  /** @param take gets each line and its number, from 1. */
  constructor(take: (line: string, number: number) => void, maximumBytes: number) {
    this.#take = take;
    this.#maximumBytes = maximumBytes;
  }

  /** Lines that were cut off at the limit. */
  get tooLong(): number {
    return this.#tooLong;
  }

  get number(): number {
    return this.#number;
  }

  push(bytes: Uint8Array): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      if (this.#carried === 0) this.#line(chunk, start, end);
      else this.#endCarried(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
  }

  /** @returns whether the last line had an end. */
  finish(): boolean {
    const isWhole = this.#carried === 0;
    if (!isWhole) this.#endCarried(Buffer.alloc(0));
    return isWhole;
  }

  #keep(bytes: Buffer): void {
    if (this.#carried < this.#maximumBytes) this.#carry.push(Buffer.from(bytes));
    this.#carried += bytes.length;
  }

  #endCarried(rest: Buffer): void {
    this.#keep(rest);
    const whole = Buffer.concat(this.#carry);
    this.#carry = [];
    this.#carried = 0;
    this.#line(whole, 0, whole.length);
  }

  #line(bytes: Buffer, start: number, end: number): void {
    let last = end;
    if (end - start > this.#maximumBytes) {
      last = start + this.#maximumBytes;
      this.#tooLong++;
    }
    if (last > start && bytes[last - 1] === 13) last--;
    this.#take(bytes.toString("utf8", start, last), ++this.#number);
  }
}
