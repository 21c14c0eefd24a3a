import { selfAndAncestors } from "../kernel-files/self-and-ancestors.ts";

const unified = ["memory.current", "memory.stat", "memory.events", "memory.peak", "memory.pressure", "cgroup.procs"];
const v1 = [
  "memory.usage_in_bytes",
  "memory.stat",
  "memory.oom_control",
  "memory.failcnt",
  "memory.max_usage_in_bytes",
  "memory.kmem.usage_in_bytes",
  "memory.kmem.tcp.usage_in_bytes",
  "cgroup.procs",
];

/** The files of the target's own cgroup, and the limits of those above it; v1 adds the latter up in memory.stat itself. */
export function cgroupMemoryPaths(cgroups: Readonly<Record<string, string>>): string[] {
  const [own, old] = [cgroups["unified"], cgroups["memory"]];
  return [
    ...(own === undefined ? [] : unified.map((name) => `${own}/${name}`)),
    ...(own === undefined ? [] : selfAndAncestors(own).map((path) => `${path}/memory.max`)),
    ...(old === undefined ? [] : v1.map((name) => `${old}/${name}`)),
  ];
}
