import { bpftraceFrame } from "../../../tools/stacks/bpftrace-frame.ts";
import { frameName, unknownFrame } from "../../../tools/stacks/frame.ts";
import { LineSplitter } from "./line-splitter.ts";
import { noStacks } from "./no-stacks.ts";
import { othersNote } from "./others-note.ts";
import type { ProfileReader, ProfileReading, ReaderOptions } from "./profile-reader.ts";
import { StackSink } from "./stack-sink.ts";
import { unreadable } from "./unreadable.ts";

const maximumNamed = 1 << 17;
const maximumMaps = 64;

/** `@name[` and what follows on the line. */
export const mapEntry = /^@(\w{0,128})\[(.*)$/;
/** The end of an entry. A histogram or an average has other values, and is none of stacks. */
const entryEnd = /^(.*)\]: (\d{1,16})$/;

/** First frames of kernel stacks: system calls, interrupts, threads and idle tasks of x86-64 and arm64. */
const kernelRoot =
  /^(?:entry_SYSCALL|do_syscall|asm_|ret_from_fork|kthread|secondary_startup|start_kernel|common_startup|el0|el1|x64_sys_call)/;
/** In the `perf` mode of stacks the address comes first: of the kernel's half on both. */
const kernelAddress = /^\tffff[0-9a-f]{12} /;

/**
 * Maps with stacks among their keys, as bpftrace prints them at its end, leaf first:
 *
 *     @[
 *         vfs_read+187
 *     ,
 *         __libc_read+13
 *     , bash]: 51
 *
 * Keys that are no stacks (the comm, a pid) become the root's frames. Of two stacks the second calls the first, unless
 * it is seen to be the kernel's: that is the order in which everybody writes `kstack, ustack`.
 *
 * `value` is a map's name, `@stacks`. Default: the first with stacks.
 */
export class BpftraceStacksReader implements ProfileReader {
  readonly #options: ReaderOptions;
  readonly #sink: StackSink;
  readonly #lines: LineSplitter;
  #map: string | undefined;
  /** Names of maps with stacks that were seen. */
  readonly #maps = new Set<string>();
  #named = new Map<string, string>();
  #entry: Entry | undefined;
  #strange = 0;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#map = options.value?.replace(/^@?/, "@");
    this.#sink = new StackSink(options.limits);
    this.#lines = new LineSplitter((line) => this.#line(line), options.limits.maximumLineBytes);
  }

  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  finish(): ProfileReading {
    this.#lines.finish();
    const { file, value } = this.#options;
    const maps = [...this.#maps];
    if (this.#sink.stacks === 0) {
      if (maps.length === 0) throw noStacks(file, "bpftrace", "what it prints of @[kstack, ustack, comm] = count()");
      throw unreadable(file, undefined, `it has no map ${value}`, `It has ${maps.join(", ")}.`);
    }
    const others = maps.filter((name) => name !== this.#map);
    const notes = [
      ...othersNote(others),
      ...(this.#strange === 0 ? [] : [`${this.#strange} entries have no whole number as value, and are left out.`]),
    ];
    return { ...this.#sink.finish(), unit: "samples", ...(this.#map === undefined ? {} : { value: this.#map }), notes };
  }

  #line(line: string): void {
    if (this.#entry !== undefined && isFrame(line)) {
      const stack = this.#entry.stacks.at(-1);
      if (stack !== undefined && stack.length < this.#options.limits.maximumDepth) stack.push(line);
      return;
    }
    const [, name = "", opening] = mapEntry.exec(line) ?? [];
    if (opening !== undefined) {
      this.#entry = { map: `@${name}`, keys: [], stacks: [] };
      this.#keys(this.#entry, opening, false);
    } else if (this.#entry !== undefined) {
      this.#keys(this.#entry, line, true);
    }
  }

  /** @param closesStack what stands before the first comma is the end of a stack, and no key. */
  #keys(entry: Entry, line: string, closesStack: boolean): void {
    const [, closing, weight] = entryEnd.exec(line) ?? [];
    const keys = (closing ?? line).split(/, ?/);
    const isOpen = closing === undefined && keys.at(-1) === "";
    if (closing === undefined && !isOpen) {
      this.#entry = undefined;
      this.#strange++;
      return;
    }
    for (const key of closesStack ? keys.slice(1) : keys) {
      if (key === "") entry.stacks.push([]);
      else entry.keys.push(key);
    }
    if (weight === undefined) return;
    this.#entry = undefined;
    this.#add(entry, Number(weight));
  }

  #add({ map, keys, stacks }: Entry, weight: number): void {
    if (stacks.length === 0) return;
    if (this.#maps.size < maximumMaps) this.#maps.add(map);
    this.#map ??= map;
    if (map !== this.#map) return;
    if (this.#named.size >= maximumNamed) this.#named = new Map();
    const kernel = stacks.findIndex(isOfKernel);
    // Stacks come leaf first, and the kernel's before the user's.
    const ordered = kernel > 0 ? [stacks[kernel]!, ...stacks.filter((_, index) => index !== kernel)] : stacks;
    const hasKernel = kernel >= 0 || stacks.length > 1;
    const frames = ordered.flatMap((stack, index) => {
      const isUser = !(hasKernel && index === 0);
      return stack.map((line) => bpftraceFrame(line.startsWith("\t") ? line : ` ${line.trim()}`, isUser, this.#named));
    });
    // A stack that was lost is empty.
    this.#sink.add([...keys.map(frameName), ...(frames.length === 0 ? [unknownFrame] : frames.reverse())], weight);
  }
}

interface Entry {
  readonly map: string;
  readonly keys: string[];
  /** Lines of frames; an empty stack has none. */
  readonly stacks: string[][];
}

function isFrame(line: string): boolean {
  return line.startsWith("\t") || line.startsWith("    ");
}

function isOfKernel(stack: readonly string[]): boolean {
  const root = stack.at(-1);
  return root !== undefined && (kernelAddress.test(root) || kernelRoot.test(root.trim()));
}
