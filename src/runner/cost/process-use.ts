import { readdirSync, readFileSync } from "node:fs";
import { ticksPerSecond } from "../../tools/kernel-files/task-stat.ts";

/** What one process has used, as /proc tells it. */
export interface ProcessUse {
  readonly pid: number;
  /** With the pid it names a process for good. */
  readonly startTicks: number;
  /** CPU time of the process and of the children that it has waited for. */
  readonly cpuMs: number;
  readonly rssBytes: number;
  /** Highest resident memory since the program was loaded. */
  readonly peakRssBytes: number;
  readonly children: readonly number[];
}

/** Undefined when the process is gone. A zombie has CPU time and no memory. */
export function readProcessUse(pid: number): ProcessUse | undefined {
  const folder = `/proc/${pid}`;
  const stat = read(`${folder}/stat`);
  if (stat === undefined) return undefined;
  const { ownMs, childrenMs, startTicks } = cpuOf(stat);
  const status = read(`${folder}/status`) ?? "";
  const rssBytes = kilobytes(status, "VmRSS");
  return {
    pid,
    startTicks,
    cpuMs: ownMs + childrenMs,
    rssBytes,
    peakRssBytes: Math.max(rssBytes, kilobytes(status, "VmHWM")),
    children: tasks(folder).flatMap((task) => numbers(read(`${folder}/task/${task}/children`))),
  };
}

/** CPU time of a process and of the children it has waited for: fields 14 to 17 of /proc/PID/stat; its start is 22. */
export function cpuOf(stat: string): { ownMs: number; childrenMs: number; startTicks: number } {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const field = (number: number) => Number(fields[number - 3]);
  const milliseconds = (ticks: number) => (ticks * 1000) / ticksPerSecond;
  return {
    ownMs: milliseconds(field(14) + field(15)),
    childrenMs: milliseconds(field(16) + field(17)),
    startTicks: field(22),
  };
}

function kilobytes(status: string, field: string): number {
  const at = status.indexOf(`\n${field}:`);
  return at < 0 ? 0 : Number.parseInt(status.slice(at + field.length + 2), 10) * 1024;
}

/** Each thread has the children that it started itself. */
function tasks(folder: string): string[] {
  try {
    return readdirSync(`${folder}/task`);
  } catch {
    return [];
  }
}

function numbers(text: string | undefined): number[] {
  return text?.trim().split(" ").filter(Boolean).map(Number) ?? [];
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
