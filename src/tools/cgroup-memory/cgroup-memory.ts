import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { cgroupMemoryFactDeclarations, parseCgroupMemory } from "./cgroup-memory-facts.ts";
import { cgroupMemoryPaths } from "./cgroup-memory-paths.ts";

/** What memory the kernel charges to the target's cgroup, of which kind, its limit, and who was killed at it. */
export const cgroupMemory: Tool = {
  name: "cgroup-memory",
  title: "memory, limit and OOM kills of the target's cgroup",
  arguments: { duration: durationArgument },
  facts: cgroupMemoryFactDeclarations,
  windowMs,
  variants: [
    {
      name: "cgroupfs",
      precision:
        "The kernel's own counters of the whole cgroup, also of what processes that have ended left in it: page cache, tmpfs.",
      requires: [{ kind: "target", targets: ["process"] }, { kind: "cgroup" }],
      overhead: { cpuPercentOfCore: 0.1, basis: "half a dozen small files read once a second" },
      collect: (args, node) => ({
        kind: "samples",
        paths: cgroupMemoryPaths(node.target.cgroups),
        intervalMs: 1_000,
        windowMs: windowMs(args),
      }),
      parse: parseCgroupMemory,
    },
  ],
};
