import { number, string, table } from "../fact.ts";
import { parseTaskStat } from "../kernel-files/task-stat.ts";
import { readSamples, windowOf } from "../samples.ts";
import { pidsOf } from "../target-pids.ts";
import type { Parsed, RawOutput, Variant } from "../tool.ts";
import { windowMs } from "../window.ts";
import { fileSyncDeclarations } from "./file-sync-facts.ts";
import type { SyncCallName } from "./sync-call.ts";

/** By number, of arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h. */
const numbers: Readonly<Record<string, Readonly<Record<number, SyncCallName>>>> = {
  x64: { 26: "msync", 74: "fsync", 75: "fdatasync", 162: "sync", 277: "sync_file_range", 306: "syncfs" },
  arm64: { 81: "sync", 82: "fsync", 83: "fdatasync", 84: "sync_file_range", 227: "msync", 267: "syncfs" },
};

/** Ten looks a second. */
const intervalMs = 100;

/** Looks at /proc/PID/task/TID/syscall, whose first word is the number of the system call in which a thread is blocked. */
export const procfs: Variant = {
  name: "procfs",
  precision:
    "Looks at each thread ten times a second: shares are of what it found; how often and how long, files and places in the program are not told.",
  requires: [
    { kind: "target", targets: ["process"] },
    { kind: "capability", anyOf: ["SYS_PTRACE"], reason: "see in which system call another's thread is" },
  ],
  overhead: { cpuPercentOfCore: 2, basis: "two small files a thread, ten times a second" },
  collect: (args, { target }) => ({
    kind: "samples",
    paths: pidsOf(target).flatMap((pid) => [`/proc/${pid}/task/*/syscall`, `/proc/${pid}/task/*/stat`]),
    intervalMs,
    windowMs: windowMs(args),
  }),
  parse,
};

interface Seen {
  readonly pid: number;
  readonly thread: string;
  readonly call: SyncCallName;
  times: number;
}

function parse(output: RawOutput): Parsed {
  const samples = readSamples(output.stdout);
  const known = numbers[process.arch] ?? {};
  const found = new Map<string, Seen>();
  for (const { files } of samples) {
    for (const [path, text] of Object.entries(files)) {
      const [, folder, pid] = /^(\/proc\/(\d{1,10})\/task\/\d{1,10})\/syscall$/.exec(path) ?? [];
      const call = known[Number(/^\d{1,4}(?= )/.exec(text)?.[0])];
      if (pid === undefined || call === undefined) continue;
      const thread = parseTaskStat(files[`${folder}/stat`])?.comm ?? "";
      const key = JSON.stringify([pid, thread, call]);
      const seen = found.get(key) ?? { pid: Number(pid), thread, call, times: 0 };
      seen.times += 1;
      found.set(key, seen);
    }
  }
  const looked = samples.some(({ files }) => Object.keys(files).some((path) => path.endsWith("/syscall")));
  if (!looked || windowOf(samples) <= 0) return { facts: {}, notes: [] };
  const sorted = [...found.values()].toSorted((a, b) => b.times - a.times);
  const share = (times: number) => (100 * times) / samples.length;
  const [top] = sorted;
  return {
    facts: {
      waited: number(share(sorted.reduce((total, { times }) => total + times, 0)), "percent-of-core"),
      ...(top === undefined
        ? {}
        : { topCall: string(top.call), topThread: string(top.thread), topPid: number(top.pid, "none") }),
      calls: table(
        fileSyncDeclarations.calls,
        sorted.map(({ thread, pid, call, times }) => [thread, pid, call, "", "", "", "", 0, 0, 0, share(times)]),
      ),
    },
    notes: [`Threads were looked at ${samples.length} times; what is shorter than the time between is seen by chance.`],
  };
}
