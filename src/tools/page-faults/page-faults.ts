import { pidsOf } from "../target-pids.ts";
import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { pageFaultFactDeclarations, parsePageFaults } from "./page-faults-facts.ts";

/** Which processes wait for pages that are not in memory, and which take it. */
export const pageFaults: Tool = {
  name: "page-faults",
  title: "major faults, reads from disk and growth of each process",
  arguments: {
    duration: durationArgument,
    of: {
      type: "enum",
      description: "The target's processes, or all of the node: who makes it short.",
      values: ["target", "node"],
      default: "target",
    },
  },
  facts: pageFaultFactDeclarations,
  windowMs,
  variants: [
    {
      name: "procfs",
      precision:
        "The kernel's own counters at the start and at the end. A process that lived in between only is not seen. What is read of pipes and sockets counts as read too.",
      requires: [],
      overhead: {
        cpuPercentOfCore: 0.5,
        basis:
          "measured over 10 s of a node of 138 processes: 26 ms for each of the two readings, four small files a process; of one process next to nothing",
      },
      collect: (args, { target }) => {
        const pids = args["of"] === "node" || target.kind === "host" ? ["*"] : pidsOf(target).map(String);
        const files = ["stat", "io", "status", "cgroup"];
        return {
          kind: "samples",
          paths: [
            "/proc/sys/kernel/task_delayacct",
            ...pids.flatMap((pid) => files.map((file) => `/proc/${pid}/${file}`)),
          ],
          intervalMs: windowMs(args),
          windowMs: windowMs(args),
        };
      },
      parse: parsePageFaults,
    },
  ],
};
