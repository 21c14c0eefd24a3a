import { bpftraceFrame } from "../stacks/bpftrace-frame.ts";
import { unknownFrame } from "../stacks/frame.ts";
import { StackCounter } from "../stacks/stack-counter.ts";
import { textLines } from "../text-lines.ts";
import type { RawOutput } from "../tool.ts";
import { isIdleTask, type SampledStacks } from "./sampled-stacks.ts";

/**
 * The maps that bpftrace prints at its end, with stacks in `perf` mode, leaf first:
 *
 *     @stacks[comm,
 *     	ffffffff816bac2b vfs_read+187
 *     ,
 *     	7f532074d2ad __libc_read+13 (/usr/lib/libc.so.6)
 *     ]: 51
 *
 * A stack that was lost is empty: `@stacks[comm, , ]: 3`. bpftrace prints `, ` between keys, so the comm ends at the
 * first line's last comma, or before `, , ]` and `, ` with the frames of a single stack below.
 */
export function parseBpftraceStacks(output: RawOutput): SampledStacks {
  const counter = new StackCounter();
  const named = new Map<string, string>();
  let idle = 0;
  let lost = 0;
  let entry: { comm: string; kernel: string[]; user: string[]; isUser: boolean } | undefined;
  for (const line of textLines(output.stdout)) {
    if (entry === undefined) {
      const opening = opened(line);
      if (opening === undefined) idle += Number(/^@idle: (\d+)$/.exec(line)?.[1] ?? 0);
      else if (opening.weight === undefined)
        entry = { comm: opening.comm, kernel: [], user: [], isUser: opening.isUser };
      else {
        counter.add(opening.comm, [unknownFrame], opening.weight);
        lost += opening.weight;
      }
    } else if (line.startsWith("\t")) {
      (entry.isUser ? entry.user : entry.kernel).push(bpftraceFrame(line, entry.isUser, named));
    } else if (line === ", " || line === ",") {
      entry.isUser = true;
    } else {
      const weight = Number(/^(?:, )?\]: (\d+)$/.exec(line)?.[1] ?? 0);
      if (Number.isSafeInteger(weight) && weight > 0) {
        if (isIdleTask(entry.comm)) idle += weight;
        else counter.add(entry.comm, [...entry.user.reverse(), ...entry.kernel.reverse()], weight);
      }
      entry = undefined;
    }
  }
  return { folded: counter.folded, lost: lost + lostEvents(output.stderr), idle };
}

/** The first line of an entry: `@stacks[comm, ` (kernel frames follow), `@stacks[comm, , ` (user frames), or all of it. */
function opened(line: string): { comm: string; isUser: boolean; weight?: number } | undefined {
  if (!line.startsWith("@")) return undefined;
  const start = line.indexOf("[") + 1;
  if (start === 0) return undefined;
  const whole = /, , \]: (\d+)$/.exec(line);
  if (whole !== null) return { comm: line.slice(start, whole.index), isUser: true, weight: Number(whole[1]) };
  if (line.endsWith(", , ")) return { comm: line.slice(start, -4), isUser: true };
  return line.endsWith(", ") ? { comm: line.slice(start, -2), isUser: false } : undefined;
}

function lostEvents(stderr: string): number {
  let lost = 0;
  for (const [, count] of stderr.matchAll(/Lost (\d+) events/g)) lost += Number(count);
  return lost;
}
