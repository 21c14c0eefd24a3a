import { perfFrame } from "../../../tools/profile/perf-frame.ts";
import { frameName } from "../../../tools/stacks/frame.ts";
import { LineSplitter } from "./line-splitter.ts";
import { noStacks } from "./no-stacks.ts";
import { othersNote } from "./others-note.ts";
import { perfHeader } from "./perf-header.ts";
import type { ProfileReader, ProfileReading, ReaderOptions } from "./profile-reader.ts";
import { StackSink } from "./stack-sink.ts";
import { unreadable } from "./unreadable.ts";

/** Texts of frames remembered; a hostile file has no two alike. */
const maximumNamed = 1 << 17;
const maximumEvents = 64;

/**
 * What perf-script(1) prints: a line for the sample, a line a frame, leaf first, an empty line. The thread's name is the
 * root frame, as in stackcollapse-perf.pl.
 *
 * `value` is an event (`cycles`), whose samples are counted, or `period` or `period:EVENT`: what each sample stands for,
 * nanoseconds for the clocks. Default: the samples of the first event.
 */
export class PerfScriptReader implements ProfileReader {
  readonly #options: ReaderOptions;
  readonly #sink: StackSink;
  readonly #lines: LineSplitter;
  readonly #weighsPeriod: boolean;
  #event: string | undefined;
  /** Samples by event; of those beyond 64 events together. */
  readonly #events = new Map<string, number>();
  #named = new Map<string, string>();
  /** The sample that is being read; a weight of -1 passes over it. */
  #open: { readonly comm: string; readonly weight: number } | undefined;
  #frames: string[] = [];
  #strange = 0;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#sink = new StackSink(options.limits);
    this.#lines = new LineSplitter((line) => this.#line(line), options.limits.maximumLineBytes);
    const [, period, event] = /^(?:(period)(?::|$))?(.*)$/.exec(options.value ?? "") ?? [];
    this.#weighsPeriod = period !== undefined;
    this.#event = event === "" || event === "samples" ? undefined : event;
  }

  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  finish(): ProfileReading {
    this.#lines.finish();
    this.#endSample();
    const { file, value } = this.#options;
    const known = [...this.#events.keys()];
    if (this.#sink.stacks === 0) {
      if (known.length === 0) throw noStacks(file, "perf script", "what `perf script` prints of `perf record -g`");
      throw unreadable(file, undefined, `it has no event ${value}`, `It has ${known.join(", ")}.`);
    }
    const event = this.#event;
    const others = known.filter((name) => name !== event);
    const notes = [
      ...othersNote(others),
      ...(this.#strange === 0 ? [] : [`${this.#strange} lines are of no sample, and left out.`]),
    ];
    const unit = !this.#weighsPeriod ? "samples" : /clock/.test(event ?? "") ? "nanoseconds" : "count";
    return { ...this.#sink.finish(), unit, ...(event === undefined ? {} : { value: event }), notes };
  }

  #line(line: string): void {
    if (line === "") return this.#endSample();
    const first = line.charCodeAt(0);
    const isIndented = first === 9 || first === 32;
    if (isIndented && this.#open !== undefined && isFrame(line)) {
      if (this.#open.weight >= 0) this.#frame(line);
      return;
    }
    if (first === 35) return;
    this.#endSample();
    const header = perfHeader(line);
    if (header === undefined) {
      this.#strange++;
      return;
    }
    this.#open = { comm: header.comm, weight: this.#weigh(header.event ?? "samples", header.period) };
    // Without -g the one address stands in the same line.
    if (header.rest !== "" && isFrame(` ${header.rest}`)) this.#frame(` ${header.rest}`);
  }

  #weigh(event: string, period: number | undefined): number {
    if (this.#events.size < maximumEvents || this.#events.has(event))
      this.#events.set(event, (this.#events.get(event) ?? 0) + 1);
    // `cycles:u` is what perf makes of `cycles` for somebody without privileges.
    this.#event ??= event;
    if (event !== this.#event) return -1;
    return this.#weighsPeriod ? (period ?? 1) : 1;
  }

  #frame(line: string): void {
    if (this.#frames.length >= this.#options.limits.maximumDepth) return;
    if (this.#named.size >= maximumNamed) this.#named = new Map();
    this.#frames.push(perfFrame(line, this.#named));
  }

  #endSample(): void {
    if (this.#open === undefined) return;
    const { comm, weight } = this.#open;
    this.#open = undefined;
    const frames = this.#frames;
    this.#frames = [];
    if (weight < 0) return;
    frames.push(frameName(comm));
    this.#sink.add(frames.reverse(), weight);
  }
}

/** Blanks, an address in hexadecimal, a blank. */
function isFrame(line: string): boolean {
  let at = 0;
  while (isBlank(line.charCodeAt(at))) at++;
  const start = at;
  while (isHexadecimal(line.charCodeAt(at))) at++;
  return at > start && isBlank(line.charCodeAt(at));
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

function isHexadecimal(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102);
}
