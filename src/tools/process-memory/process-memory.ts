import { pidsOf } from "../target-pids.ts";
import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { parseProcessMemory, processMemoryFactDeclarations } from "./process-memory-facts.ts";

/** What memory the target's processes hold, of which kind, and how that changes. */
export const processMemory: Tool = {
  name: "process-memory",
  title: "resident memory of the target's processes by kind",
  arguments: { duration: durationArgument },
  facts: processMemoryFactDeclarations,
  windowMs,
  variants: [
    {
      name: "procfs",
      precision:
        "The kernel's own counters, exact to 64 pages a thread. A page that several processes share is counted in each of them.",
      requires: [{ kind: "target", targets: ["process"] }],
      overhead: { cpuPercentOfCore: 0.1, basis: "one small file a process, once a second" },
      collect: (args, node) => ({
        kind: "samples",
        paths: pidsOf(node.target).map((pid) => `/proc/${pid}/status`),
        intervalMs: 1_000,
        windowMs: windowMs(args),
      }),
      parse: parseProcessMemory,
    },
  ],
};
