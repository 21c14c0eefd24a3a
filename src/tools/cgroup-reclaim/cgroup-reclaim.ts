import { selfAndAncestors } from "../kernel-files/self-and-ancestors.ts";
import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { cgroupReclaimFactDeclarations, parseCgroupReclaim } from "./cgroup-reclaim-facts.ts";

/** `events.local` counts what happened at this cgroup's own limit; without it `events` counts that of those below as well. */
const unifiedEach = ["memory.current", "memory.max", "memory.high", "memory.events", "memory.events.local"];
const unifiedOwn = ["memory.stat", "memory.swap.current", "memory.pressure", "io.pressure", "cgroup.procs"];
const v1Each = [
  "memory.usage_in_bytes",
  "memory.limit_in_bytes",
  "memory.failcnt",
  "memory.memsw.limit_in_bytes",
  "memory.memsw.failcnt",
];
const v1Own = ["memory.stat", "cgroup.procs"];

/** Whether the target's cgroup lives on memory that is taken back, and what that costs it. */
export const cgroupReclaim: Tool = {
  name: "cgroup-reclaim",
  title: "reclaim, refaults, swap and pressure of the target's cgroup",
  arguments: { duration: durationArgument },
  facts: cgroupReclaimFactDeclarations,
  windowMs,
  variants: [
    {
      name: "cgroupfs",
      precision:
        "The kernel's own counters of the cgroup and of those above it. cgroup v1 counts neither pages looked at nor who reclaimed; refaults it counts on newer kernels only. Pressure is of v2's hierarchy, where the kernel keeps PSI; of a hybrid one too.",
      requires: [{ kind: "target", targets: ["process"] }, { kind: "cgroup" }],
      overhead: { cpuPercentOfCore: 0.2, basis: "measured over 10 s, 0.14 %: a dozen small files once a second" },
      collect(args, { target: { cgroups } }) {
        const [own, old] = [cgroups["unified"], cgroups["memory"]];
        const files = (folder: string | undefined, each: readonly string[], alone: readonly string[]) =>
          folder === undefined
            ? []
            : [
                ...alone.map((name) => `${folder}/${name}`),
                ...selfAndAncestors(folder).flatMap((path) => each.map((name) => `${path}/${name}`)),
              ];
        return {
          kind: "samples",
          paths: [...files(own, unifiedEach, unifiedOwn), ...files(old, v1Each, v1Own)],
          intervalMs: 1_000,
          windowMs: windowMs(args),
        };
      },
      parse: parseCgroupReclaim,
    },
  ],
};
