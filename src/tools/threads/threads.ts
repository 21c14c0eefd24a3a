import { pidsOf } from "../target-pids.ts";
import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { parseThreads, threadFactDeclarations } from "./thread-facts.ts";

/** Which threads of the target use the CPU, and which wait for one. */
export const threads: Tool = {
  name: "threads",
  title: "CPU time and CPU waits of each thread",
  arguments: { duration: durationArgument },
  facts: threadFactDeclarations,
  windowMs,
  variants: [
    {
      name: "procfs",
      precision:
        "The kernel's own accounting, in nanoseconds where it keeps schedstat, else in 10 ms ticks. Threads that lived between two readings are not seen.",
      requires: [{ kind: "target", targets: ["process"] }],
      overhead: { cpuPercentOfCore: 0.5, basis: "two small files a thread, once a second; 0.5 % at 100 threads" },
      collect: (args, node) => ({
        kind: "samples",
        paths: pidsOf(node.target).flatMap((pid) => [`/proc/${pid}/task/*/stat`, `/proc/${pid}/task/*/schedstat`]),
        intervalMs: 1_000,
        windowMs: windowMs(args),
      }),
      parse: parseThreads,
    },
  ],
};
