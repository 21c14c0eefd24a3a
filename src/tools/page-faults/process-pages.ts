import { ticksPerSecond } from "../kernel-files/task-stat.ts";
import { containerId } from "../process/container-id.ts";
import { statusMemory } from "../process-memory/status-memory.ts";
import type { Sample } from "../tool.ts";

/** One process at one reading. Counts are since it started. */
export interface ProcessPages {
  readonly pid: number;
  readonly name: string;
  /** Start of its container's id; empty outside. */
  readonly container: string;
  /** Field 12 of /proc/PID/stat. */
  readonly majorFaults: number;
  /** Field 42, in seconds. */
  readonly blockedSeconds: number;
  /** Absent where /proc/PID/io may not be read. */
  readonly diskBytes?: number;
  readonly readBytes?: number;
  /** Anonymous and shared memory, and swap. */
  readonly held: number;
  readonly swapped: number;
}

/** By pid. Kernel threads have no memory of their own and are left out. */
export function processPages({ files }: Sample): Map<number, ProcessPages> {
  const found = new Map<number, ProcessPages>();
  for (const [path, stat] of Object.entries(files)) {
    const [, folder, pid] = /^(\/proc\/(\d+))\/stat$/.exec(path) ?? [];
    const memory = statusMemory(files[`${folder}/status`]);
    if (pid === undefined || memory === undefined) continue;
    // The name is in brackets and may hold brackets itself.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const field = (number: number) => {
      const value = Number(fields[number - 3]);
      return Number.isFinite(value) ? value : 0;
    };
    const io = files[`${folder}/io`];
    const counted = (name: string) => /^\d{1,19}$/.exec(new RegExp(`^${name}: (\\d+)$`, "m").exec(io ?? "")?.[1] ?? "");
    const [disk, read] = [counted("read_bytes"), counted("rchar")];
    found.set(Number(pid), {
      pid: Number(pid),
      name: memory.name,
      container: containerId(files[`${folder}/cgroup`] ?? "")?.slice(0, 12) ?? "",
      majorFaults: field(12),
      blockedSeconds: field(42) / ticksPerSecond,
      ...(disk === null ? {} : { diskBytes: Number(disk[0]) }),
      ...(read === null ? {} : { readBytes: Number(read[0]) }),
      held: memory.heap + memory.shared,
      swapped: memory.swapped,
    });
  }
  return found;
}
