import { parseTaskStat, ticksPerSecond } from "../kernel-files/task-stat.ts";
import { containerId } from "../process/container-id.ts";
import type { Sample } from "../tool.ts";

/** What one process had done at one reading, since it started. */
export interface ProcessIo {
  readonly pid: number;
  readonly name: string;
  /** Start of its container's id; empty outside. */
  readonly container: string;
  /** `read_bytes` and `write_bytes` of /proc/PID/io: what it caused to be read, and the pages that it made dirty. */
  readonly readBytes: number;
  readonly writtenBytes: number;
  /** Field 42 of /proc/PID/stat, in seconds: 0 where delay accounting is off. */
  readonly waitedSeconds: number;
}

/** By pid. A process of which /proc/PID/io may not be read is left out. */
export function processIo({ files }: Sample): ReadonlyMap<number, ProcessIo> {
  const found = new Map<number, ProcessIo>();
  for (const [path, io] of Object.entries(files)) {
    const [, folder, pid] = /^(\/proc\/(\d{1,10}))\/io$/.exec(path) ?? [];
    const stat = files[`${folder}/stat`];
    const task = parseTaskStat(stat);
    const [read, written] = ["read_bytes", "write_bytes"].map((name) =>
      Number(new RegExp(`^${name}: (\\d{1,19})$`, "m").exec(io)?.[1] ?? Number.NaN),
    );
    if (pid === undefined || stat === undefined || task === undefined) continue;
    if (read === undefined || written === undefined || !Number.isFinite(read + written)) continue;
    const waited = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[42 - 3]);
    found.set(Number(pid), {
      pid: Number(pid),
      name: task.comm,
      container: containerId(files[`${folder}/cgroup`] ?? "")?.slice(0, 12) ?? "",
      readBytes: read,
      writtenBytes: written,
      waitedSeconds: Number.isFinite(waited) ? waited / ticksPerSecond : 0,
    });
  }
  return found;
}
