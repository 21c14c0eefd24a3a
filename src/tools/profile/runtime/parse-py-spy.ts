import { frameName, unknownFrame } from "../../stacks/frame.ts";
import { StackCounter } from "../../stacks/stack-counter.ts";
import { textLines } from "../../text-lines.ts";
import type { RawOutput } from "../../tool.ts";
import type { SampledStacks } from "../sampled-stacks.ts";

export interface PythonStacks extends SampledStacks {
  /** Samples whose last frames were native code without symbols: they end at the Python function that called it. */
  readonly nameless: number;
  readonly total: number;
  /** Samples of threads that waited after all. They are not in `folded`. */
  readonly waits: number;
}

/** By its state a thread that has just begun to wait, for the GIL most of all, still runs; its stack knows better. */
const waiting =
  /^_*(?:pthread_cond_(?:timed|clock)?wait|futex_\w+|do_futex_wait|sem_(?:timed|clock)?wait|epoll_p?wait|p?poll|p?select|(?:clock_)?nanosleep)\b/;

/**
 * `py-spy record -f raw -F -t`: folded stacks, the thread first, below its process with `--subprocesses`:
 *
 *     process 41:"python3 shop.py";thread (41): MainThread;<module> (shop.py:1);price_of (shop.py:6) 96
 *
 * A Python frame tells where its function begins, so that two functions of one name are two. Native frames tell their
 * library, or their source file where the library has debug information: only the name is kept.
 */
export function parsePySpy(output: RawOutput): PythonStacks {
  const counter = new StackCounter();
  let nameless = 0;
  let waits = 0;
  for (const line of textLines(output.stdout)) {
    const space = line.lastIndexOf(" ");
    const weight = Number(line.slice(space + 1));
    if (space < 1 || !Number.isSafeInteger(weight) || weight < 1) continue;
    const parts = line.slice(0, space).split(";");
    const threadAt = parts.findIndex((part) => part.startsWith("thread ("));
    const frames = parts.slice(threadAt + 1).map(frameOf);
    const named = frames.filter((frame) => frame !== unknownFrame);
    if (waiting.test(named.at(-1) ?? "")) {
      waits += weight;
      continue;
    }
    if (frames.at(-1) === unknownFrame) nameless += weight;
    counter.add(threadName(parts[threadAt] ?? ""), named, weight);
  }
  return { folded: counter.folded, nameless, total: counter.total, waits };
}

/** `thread (0x7f01): MainThread`; a thread that Python did not name has its number only. */
function threadName(part: string): string {
  return /^thread \([^)]*\): (.+)$/.exec(part)?.[1] ?? "python";
}

/** Of the sources of native code: what else stands in brackets with a line is Python (`<frozen …>` and `<string>` too). */
const nativeSource = /\.(?:c|cc|cpp|cxx|h|hh|hpp|s|rs|f|f90|inc):\d+$/i;

/** Whether a frame is of Python code: it keeps where it begins, a native one does not. */
export function isPython(frame: string): boolean {
  return /\([^()]*:\d+\)$/.test(frame);
}

function frameOf(part: string): string {
  const open = part.endsWith(")") ? part.lastIndexOf(" (") : -1;
  const where = open < 0 ? "" : part.slice(open + 2, -1);
  const isPython = /:\d+$/.test(where) && !nativeSource.test(where);
  return frameName(isPython || open < 0 ? part : part.slice(0, open));
}
