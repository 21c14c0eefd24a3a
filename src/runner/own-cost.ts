import { readFileSync } from "node:fs";
import type { Cost } from "../documents/manifest.generated.ts";
import { cpuOf } from "./cost/process-use.ts";

/**
 * CPU time of this process and of every child it has waited for, and those children's own (fields 16 and 17 of
 * /proc/self/stat). Memory is the peak of this process alone (ru_maxrss).
 */
export function ownCost(): Required<Cost> {
  const { user, system } = process.cpuUsage();
  const runnerCpuMs = (user + system) / 1000;
  const { childrenMs } = cpuOf(readFileSync("/proc/self/stat", "utf8"));
  return { cpuMs: runnerCpuMs + childrenMs, runnerCpuMs, maxRssBytes: process.resourceUsage().maxRSS * 1024 };
}

export function costSince(start: Required<Cost>): Required<Cost> {
  const now = ownCost();
  return {
    cpuMs: Math.round(now.cpuMs - start.cpuMs),
    runnerCpuMs: Math.round(now.runnerCpuMs - start.runnerCpuMs),
    maxRssBytes: now.maxRssBytes,
  };
}
