import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { parseVmstat, vmstatFactDeclarations } from "./vmstat-facts.ts";

/** What the node's memory holds, and what it costs the node to find more: reclaim, refaults, swap, pressure. */
export const vmstat: Tool = {
  name: "vmstat",
  title: "memory, reclaim, refaults and swap of the node",
  arguments: { duration: durationArgument },
  facts: vmstatFactDeclarations,
  windowMs,
  variants: [
    {
      name: "procfs",
      precision:
        "Exact: the kernel's own counters of the whole node. Reclaim at limits of cgroups is told apart since Linux 5.8, pressure where the kernel keeps PSI.",
      requires: [],
      overhead: { cpuPercentOfCore: 0.1, basis: "measured over 10 s: three small files once a second" },
      collect: (args) => ({
        kind: "samples",
        paths: ["/proc/vmstat", "/proc/meminfo", "/proc/pressure/memory"],
        intervalMs: 1_000,
        windowMs: windowMs(args),
      }),
      parse: parseVmstat,
    },
  ],
};
