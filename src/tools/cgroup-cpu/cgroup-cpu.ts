import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { cgroupCpuFactDeclarations, parseCgroupCpu } from "./cgroup-cpu-facts.ts";
import { cgroupPaths } from "./cgroup-paths.ts";

/** How much CPU the target's cgroup may use, uses, and is refused (CFS bandwidth control). */
export const cgroupCpu: Tool = {
  name: "cgroup-cpu",
  title: "CPU quota, use and throttling of the target's cgroup",
  arguments: { duration: durationArgument },
  facts: cgroupCpuFactDeclarations,
  windowMs,
  variants: [
    {
      name: "cgroupfs",
      precision: "Exact: the kernel's own counters, of the cgroup and of each one above it that this mount shows.",
      requires: [{ kind: "target", targets: ["process"] }, { kind: "cgroup" }],
      overhead: { cpuPercentOfCore: 0.1, basis: "a dozen small files read once a second" },
      collect: (args, node) => ({
        kind: "samples",
        paths: cgroupPaths(node.target.cgroups),
        intervalMs: 1_000,
        windowMs: windowMs(args),
      }),
      parse: parseCgroupCpu,
    },
  ],
};
