import type { Arguments } from "../argument.ts";
import { pidsOf } from "../target-pids.ts";
import type { Collection, NodeTarget, Tool, Variant } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { pageFaultFactDeclarations, parsePageFaults } from "./page-faults-facts.ts";

const precision =
  "The kernel's own counters at the start and at the end. A process that lived in between only is not seen. What is read of pipes and sockets counts as read too.";
const overhead: Variant["overhead"] = {
  cpuPercentOfCore: 0.5,
  basis:
    "measured over 10 s of a node of 138 processes: 26 ms for each of the two readings, four small files a process; of one process next to nothing",
};

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
      precision,
      requires: [
        { kind: "capability", anyOf: ["SYS_PTRACE"], reason: "read what another's processes read (/proc/PID/io)" },
      ],
      overhead,
      collect: readings,
      parse: parsePageFaults,
    },
    {
      name: "proc-stat",
      precision: `${precision} Of processes of other users only major faults are told, not what they read from disk.`,
      requires: [],
      overhead,
      collect: readings,
      parse: parsePageFaults,
    },
  ],
};

function readings(args: Arguments, { target }: { readonly target: NodeTarget }): Collection {
  const pids = args["of"] === "node" || target.kind === "host" ? ["*"] : pidsOf(target).map(String);
  const files = ["stat", "io", "status", "cgroup"];
  return {
    kind: "samples",
    paths: ["/proc/sys/kernel/task_delayacct", ...pids.flatMap((pid) => files.map((file) => `/proc/${pid}/${file}`))],
    intervalMs: windowMs(args),
    windowMs: windowMs(args),
  };
}
