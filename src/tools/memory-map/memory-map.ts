import { pidsOf } from "../target-pids.ts";
import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { memoryMapFactDeclarations, parseMemoryMap } from "./memory-map-facts.ts";

/** What of the resident memory is the target's alone, and what the kernel could take back. */
export const memoryMap: Tool = {
  name: "memory-map",
  title: "resident memory page by page: private, shared, huge, lazily freed",
  arguments: { duration: durationArgument },
  facts: memoryMapFactDeclarations,
  windowMs,
  variants: [
    {
      name: "procfs",
      precision:
        "Exact: each page is looked at, at the start and at the end of the window. The process cannot map or unmap meanwhile.",
      requires: [{ kind: "target", targets: ["process"] }],
      overhead: {
        cpuPercentOfCore: 0.1,
        basis: "measured: 25 ms for each GiB of a process in pages of 4 KiB, twice",
      },
      collect: (args, node) => ({
        kind: "samples",
        paths: pidsOf(node.target).map((pid) => `/proc/${pid}/smaps_rollup`),
        intervalMs: windowMs(args),
        windowMs: windowMs(args),
      }),
      parse: parseMemoryMap,
    },
  ],
};
