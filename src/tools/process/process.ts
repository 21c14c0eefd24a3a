import { pidsOf } from "../target-pids.ts";
import type { Tool } from "../tool.ts";
import { parseProcess, processFactDeclarations } from "./process-facts.ts";

const files = ["comm", "cmdline", "cgroup", "stat", "status", "exe", "maps"];

/** Who the target is. One look. */
export const processTool: Tool = {
  name: "process",
  title: "what the process is",
  arguments: {},
  facts: processFactDeclarations,
  windowMs: () => 0,
  variants: [
    {
      name: "procfs",
      precision:
        "Read once, at the start. Runtime and container are told by the program's name, its mapped files and its cgroup path.",
      requires: [{ kind: "target", targets: ["process"] }],
      overhead: { cpuPercentOfCore: 0, basis: "a few files read once" },
      collect: (_, node) => ({
        kind: "samples",
        paths: [
          ...pidsOf(node.target)
            .slice(0, 1)
            .flatMap((pid) => files.map((file) => `/proc/${pid}/${file}`)),
          "/proc/uptime",
          "/proc/stat",
        ],
        intervalMs: 1_000,
        windowMs: 0,
      }),
      parse: parseProcess,
    },
  ],
};
