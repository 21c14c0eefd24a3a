import type { FoldedStacks } from "../../fact-declaration.ts";
import { frameName, kernelFrame } from "../../stacks/frame.ts";
import { StackCounter } from "../../stacks/stack-counter.ts";
import { textLines } from "../../text-lines.ts";
import type { RawOutput } from "../../tool.ts";

/**
 * async-profiler's `collapsed` output with `threads,ann,dot`: folded stacks, the thread first. The mark tells who made
 * the code: `_[k]` the kernel; `_[0]` the interpreter, `_[1]` `_[j]` the compilers, `_[i]` inlined; none: native.
 *
 *     [main tid=41];Hot.main_[0];Hot.priceOf_[i];__ieee754_fmod 24
 *
 * A method moves up these tiers while it is watched, so that all but the kernel's and native code are one kind here.
 */
export function parseAsyncProfiler(output: RawOutput): FoldedStacks {
  const counter = new StackCounter();
  for (const [thread, frames, weight] of lines(output)) counter.add(thread, frames.map(frameOf), weight);
  return counter.folded;
}

export interface StacksByType {
  /** Down to the type, as a flame graph shows them. */
  readonly stacks: FoldedStacks;
  /** Without the type: who allocated, who waited. */
  readonly callers: FoldedStacks;
  /** Type → weight. */
  readonly types: ReadonlyMap<string, number>;
}

/** The stacks of `event=alloc` and `event=lock` end in what was allocated or waited for, and its mark is none of a frame's. */
export function parseAsyncProfilerTypes(output: RawOutput): StacksByType {
  const stacks = new StackCounter();
  const callers = new StackCounter();
  const types = new Map<string, number>();
  for (const [thread, parts, weight] of lines(output)) {
    const type = frameName((parts.at(-1) ?? "").replace(mark, ""));
    const frames = parts.slice(0, -1).map(frameOf);
    stacks.add(thread, [...frames, type], weight);
    callers.add(thread, frames, weight);
    types.set(type, (types.get(type) ?? 0) + weight);
  }
  return { stacks: stacks.folded, callers: callers.folded, types };
}

const mark = /_\[[01ijk]\]$/;

function* lines(output: RawOutput): Generator<[thread: string, frames: string[], weight: number]> {
  for (const line of textLines(output.stdout)) {
    const space = line.lastIndexOf(" ");
    const weight = Number(line.slice(space + 1));
    if (space < 1 || !Number.isSafeInteger(weight) || weight < 1) continue;
    const parts = line.slice(0, space).split(";");
    const thread = /^\[(.*) tid=\d+\]$/.exec(parts[0] ?? "")?.[1];
    yield [thread || "java", thread === undefined ? parts : parts.slice(1), weight];
  }
}

function frameOf(part: string): string {
  const name = part.replace(mark, "");
  if (part.endsWith("_[k]")) return kernelFrame(name);
  const written = frameName(name);
  return name === part || written.startsWith("[unknown]") ? written : `${written}_[j]`;
}
