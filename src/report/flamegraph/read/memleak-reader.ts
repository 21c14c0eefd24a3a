import { intervalLine, memleakFrame, stackLine } from "../../../tools/memleak/parse-memleak.ts";
import { kernelFrame, userFrame } from "../../../tools/stacks/frame.ts";
import { LineSplitter } from "./line-splitter.ts";
import { noStacks } from "./no-stacks.ts";
import type { ProfileReader, ProfileReading, ReaderOptions } from "./profile-reader.ts";
import { StackSink } from "./stack-sink.ts";
import { unreadable } from "./unreadable.ts";

const values = ["bytes", "allocations"] as const;

/**
 * memleak of BCC and of libbpf-tools: at each interval all that is outstanding, so that the last one holds what counts. One
 * that is cut off within a stack is not taken where there is one before it.
 *
 * `value`: `bytes` (default) or `allocations`.
 */
export class MemleakReader implements ProfileReader {
  readonly #options: ReaderOptions;
  readonly #lines: LineSplitter;
  readonly #value: (typeof values)[number];
  /** The interval before, kept until the next is whole. */
  #before: StackSink | undefined;
  #current: StackSink | undefined;
  #weight = -1;
  #frames: string[] = [];

  constructor(options: ReaderOptions) {
    const value = values.find((name) => name === (options.value ?? "bytes"));
    if (value === undefined)
      throw unreadable(
        options.file,
        undefined,
        `memleak has no value ${options.value}`,
        `Give ${values.join(" or ")}.`,
      );
    this.#options = options;
    this.#value = value;
    this.#lines = new LineSplitter((line) => this.#line(line), options.limits.maximumLineBytes);
  }

  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  finish(): ProfileReading {
    const isWhole = this.#lines.finish() || this.#current === undefined;
    this.#endStack();
    const [first, second] = isWhole ? [this.#current, this.#before] : [this.#before, this.#current];
    const sink = [first, second].find((one) => one !== undefined && one.stacks > 0);
    if (sink === undefined) throw noStacks(this.#options.file, "memleak", "bytes in … allocations from stack");
    const unit = this.#value === "bytes" ? "bytes" : "count";
    return { ...sink.finish(), unit, value: this.#value, notes: [] };
  }

  #line(line: string): void {
    if (intervalLine.test(line)) {
      this.#endStack();
      if (this.#current !== undefined) this.#before = this.#current;
      this.#current = new StackSink(this.#options.limits);
      return;
    }
    // libbpf-tools' last word.
    if (this.#current === undefined || line === "done") return;
    const [, bytes, count] = stackLine.exec(line) ?? [];
    if (bytes !== undefined) {
      this.#endStack();
      this.#weight = Number(this.#value === "bytes" ? bytes : count);
      return;
    }
    const frame = this.#weight < 0 ? undefined : memleakFrame(line);
    if (frame === undefined || this.#frames.length >= this.#options.limits.maximumDepth) return;
    const { symbol, module } = frame;
    this.#frames.push(module === "kernel" ? kernelFrame(symbol) : userFrame(symbol, module));
  }

  #endStack(): void {
    if (this.#weight >= 0) this.#current?.add(this.#frames.reverse(), this.#weight);
    this.#weight = -1;
    this.#frames = [];
  }
}
