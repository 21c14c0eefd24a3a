import { containerId } from "../process/container-id.ts";

/** Where in the path a limit is set, seen from the target's own cgroup. */
export type LimiterKind = "own" | "container" | "pod" | "above";

/** The kubelet names a pod's cgroup `podUID`, or `kubepods-burstable-podUID.slice` with the systemd driver. */
const pod = /(?:^|-)pod[0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f-_]{18,}(?:\.slice)?$/;

export function limiterKind(cgroup: string, own: string): LimiterKind {
  if (cgroup === own) return "own";
  const name = cgroup.slice(cgroup.lastIndexOf("/") + 1);
  if (containerId(`0::/${name}`) !== undefined) return "container";
  return pod.test(name) ? "pod" : "above";
}

/** Without the mount of the file system: `docker/5d1f0e7c9a3b`, ids shortened as `docker ps` does. */
export function shortCgroup(cgroup: string): string {
  return cgroup
    .replace(/^\/sys\/fs\/cgroup\/?(?:unified\/|(?:cpu|cpuacct)(?:,[a-z]+)*(?:\/|$))?/, "/")
    .replace(/([0-9a-f]{12})[0-9a-f]{52}/g, "$1");
}
