import type { Tool } from "../tool.ts";
import { kernelLimitFactDeclarations, parseKernelLimits } from "./kernel-limits-facts.ts";

/** How near the node is to the ends of the kernel's own tables: tasks and open files. */
export const kernelLimits: Tool = {
  name: "kernel-limits",
  title: "tasks and open files of the node, and how many there may be",
  arguments: {},
  facts: kernelLimitFactDeclarations,
  windowMs: () => 0,
  variants: [
    {
      name: "procfs",
      precision:
        "The kernel's own counts of the moment. In a pid namespace of its own pid_max is that namespace's (Linux 6.14).",
      requires: [],
      overhead: { cpuPercentOfCore: 0.1, basis: "four small files read once" },
      collect: () => ({
        kind: "samples",
        paths: ["/proc/loadavg", "/proc/sys/kernel/pid_max", "/proc/sys/kernel/threads-max", "/proc/sys/fs/file-nr"],
        intervalMs: 1_000,
        windowMs: 0,
      }),
      parse: parseKernelLimits,
    },
  ],
};
