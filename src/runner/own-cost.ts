import { readFileSync } from "node:fs";
import type { Cost } from "../documents/manifest.generated.ts";

/** USER_HZ is 100 on every architecture that Linux supports; the kernel converts to it (man 5 proc_pid_stat). */
const ticksPerSecond = 100;

/**
 * CPU time of this process and of every child it has waited for, and those children's own: fields 14 to 17 of
 * /proc/self/stat. Memory is the peak of this process alone (ru_maxrss).
 */
export function ownCost(): Cost {
  const stat = readFileSync("/proc/self/stat", "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { cpuMs: (ticks * 1000) / ticksPerSecond, maxRssBytes: process.resourceUsage().maxRSS * 1024 };
}

export function costSince(start: Cost): Cost {
  const now = ownCost();
  return { cpuMs: now.cpuMs - start.cpuMs, maxRssBytes: now.maxRssBytes };
}
