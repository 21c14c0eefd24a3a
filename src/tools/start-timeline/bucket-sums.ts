/** Seconds added up by buckets of equal width. A long stretch costs no more than a short one. */
export class BucketSums {
  readonly #parts: Float64Array;
  /** What whole buckets have more than the one before. */
  readonly #steps: Float64Array;
  readonly #width: number;

  constructor(buckets: number, width: number) {
    this.#parts = new Float64Array(buckets);
    this.#steps = new Float64Array(buckets + 1);
    this.#width = width;
  }

  add(bucket: number, seconds: number): void {
    if (bucket >= 0 && bucket < this.#parts.length) this.#parts[bucket] = (this.#parts[bucket] ?? 0) + seconds;
  }

  addStretch(from: number, to: number): void {
    const end = this.#parts.length * this.#width;
    const [start, stop] = [Math.max(0, Math.min(from, end)), Math.max(0, Math.min(to, end))];
    if (!(stop > start)) return;
    const [first, last] = [Math.floor(start / this.#width), Math.floor(stop / this.#width)];
    if (first === last) return this.add(first, stop - start);
    this.add(first, (first + 1) * this.#width - start);
    this.add(last, stop - last * this.#width);
    this.#steps[first + 1] = (this.#steps[first + 1] ?? 0) + this.#width;
    this.#steps[last] = (this.#steps[last] ?? 0) - this.#width;
  }

  values(): number[] {
    let whole = 0;
    return Array.from(this.#parts, (part, bucket) => {
      whole += this.#steps[bucket] ?? 0;
      // Steps of opposite signs may leave a rounding error.
      return Math.max(0, part + whole);
    });
  }
}
