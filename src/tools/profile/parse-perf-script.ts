import { unknownFrame } from "../stacks/frame.ts";
import { StackCounter } from "../stacks/stack-counter.ts";
import { textLines } from "../text-lines.ts";
import type { RawOutput } from "../tool.ts";
import { perfFrame } from "./perf-frame.ts";
import { isIdleTask, type SampledStacks } from "./sampled-stacks.ts";

/**
 * perf-script(1) with `-F comm,pid,tid,ip,sym,dso`: a line for the thread, then a line a frame, leaf first, then an
 * empty line. The comm may hold blanks; the pids end the line.
 *
 *     req worker 13036/13037
 *     	    2c28 std::map<…>::find (/usr/bin/shop)
 */
export function parsePerfScript(output: RawOutput): SampledStacks {
  const counter = new StackCounter();
  const named = new Map<string, string>();
  let idle = 0;
  let lost = 0;
  let thread: { comm: string; pid: number; frames: string[] } | undefined;
  const finish = () => {
    if (thread === undefined) return;
    if (thread.pid === 0 || isIdleTask(thread.comm)) idle += 1;
    else counter.add(thread.comm, thread.frames.length === 0 ? [unknownFrame] : thread.frames.reverse(), 1);
    thread = undefined;
  };
  for (const line of textLines(output.stdout)) {
    if (line.startsWith("\t")) thread?.frames.push(perfFrame(line, named));
    else {
      finish();
      if (line === "") continue;
      if (line.includes("PERF_RECORD_LOST")) lost += Number(/ lost (\d+)/.exec(line)?.[1] ?? 0);
      else thread = opened(line);
    }
  }
  finish();
  return { folded: counter.folded, lost: lost + lostChunks(output.stderr), idle };
}

function opened(line: string): { comm: string; pid: number; frames: string[] } | undefined {
  const text = line.trim();
  const blank = text.lastIndexOf(" ");
  const [, pid] = /^(-?\d{1,10})\/-?\d{1,10}$/.exec(text.slice(blank + 1)) ?? [];
  return blank < 0 || pid === undefined ? undefined : { comm: text.slice(0, blank), pid: Number(pid), frames: [] };
}

/** perf tells of lost events in bulk when it reads the file: `Processed 130 events and lost 4 chunks!`. */
function lostChunks(stderr: string): number {
  return Number(/lost (\d+) (?:chunks|samples)/i.exec(stderr)?.[1] ?? 0);
}
