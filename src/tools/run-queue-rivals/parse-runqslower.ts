import { textLines } from "../text-lines.ts";
import type { ParseContext, Parsed, RawOutput } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { type Rival, rivalFacts } from "./rival-facts.ts";

/** `TIME COMM TID LAT(us) PREV-COMM PREV-TID`: names are padded to 16 and may hold blanks. */
const wait = /^\d{2}:\d{2}:\d{2} (.{1,16}?) +(\d{1,10}) +(\d{1,12}) (.{1,16}?) +(\d{1,10})\s*$/;

/** Each wait is blamed on the task that left the CPU to the one that had waited: the last of those that ran meanwhile. */
export function parseRunqslower(output: RawOutput, context: ParseContext): Parsed {
  const waits = [...textLines(output.stdout)].flatMap((line) => {
    const [, , tid, us, command = "", previous] = wait.exec(line) ?? [];
    return tid === undefined ? [] : [{ tid: Number(tid), ms: Number(us) / 1e3, command, previous: Number(previous) }];
  });
  if (waits.length === 0 && !/^Tracing run queue latency/m.test(Buffer.from(output.stdout).toString("latin1")))
    return { facts: {}, notes: [] };
  const own = new Set([...context.pids, ...(context.pids.length === 0 ? [] : waits.map(({ tid }) => tid))]);
  const rivals = new Map<number, Rival>();
  for (const { ms, command, previous } of waits) {
    const who = previous === 0 ? "idle" : own.has(previous) ? "target" : "other";
    const name = previous === 0 ? "swapper" : command;
    rivals.set(previous, { command: name, pid: previous, cgroup: "", who, ms: ms + (rivals.get(previous)?.ms ?? 0) });
  }
  return { facts: rivalFacts([...rivals.values()], windowSeconds(context.args)), notes: [] };
}
