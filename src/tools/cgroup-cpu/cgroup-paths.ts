import { selfAndAncestors } from "../kernel-files/self-and-ancestors.ts";

const unifiedFiles = ["cpu.stat", "cpu.max", "cpu.pressure"];
const v1CpuFiles = ["cpu.stat", "cpu.cfs_quota_us", "cpu.cfs_period_us"];
const v1AccountingFiles = ["cpuacct.usage"];

/**
 * The files to read. A limit may be set on any cgroup above the target's (the pod's, in Kubernetes), so the path is
 * read up to its root: what is above the mount has no such files and is left out by the reader.
 */
export function cgroupPaths(cgroups: Readonly<Record<string, string>>): string[] {
  return [
    ...files(cgroups["unified"], unifiedFiles),
    ...files(cgroups["cpu"], v1CpuFiles),
    // Only the target's own use is asked for: that of the cgroups above includes their other children.
    ...(cgroups["cpuacct"] === undefined ? [] : v1AccountingFiles.map((file) => `${cgroups["cpuacct"]}/${file}`)),
  ];
}

function files(directory: string | undefined, names: readonly string[]): string[] {
  return directory === undefined
    ? []
    : selfAndAncestors(directory).flatMap((path) => names.map((name) => `${path}/${name}`));
}
