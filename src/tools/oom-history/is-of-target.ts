import type { OomLogHeader } from "./oom-log.ts";

/** The folder of a pod, of the cgroupfs and of the systemd driver. A container that is restarted is a new folder in it. */
export const podFolder = /^(?:pod[0-9a-f_-]{30,40}|kubepods-(?:\w+-)?pod[0-9a-f_]{30,40}\.slice)$/;

/**
 * Whether a kill was in the target's cgroup, below it, or in an earlier container of its pod. In the root cgroup is
 * everything that has none of its own: there the name must agree too.
 *
 * @param path The cgroup of the killed process from the root of the hierarchy (task_memcg); the target's is a directory.
 */
export function isOfTarget(path: string, name: string, { cgroup, process, container, host }: OomLogHeader): boolean {
  if (host === true) return true;
  if (container !== undefined && path.includes(container)) return true;
  if (cgroup === undefined || path === "") return false;
  const own = cgroup.split("/").filter(Boolean);
  const killed = path.split("/").filter(Boolean);
  if (killed.length === 0) return own.length <= 4 && /\/(?:cgroup|memory|unified)$/.test(cgroup) && name === process;
  if (endsWith(own, killed) || killed.some((_, count) => count > 0 && endsWith(own, killed.slice(0, count))))
    return true;
  const pod = own.findLastIndex((part) => podFolder.test(part));
  return pod >= 0 && killed.includes(own[pod] ?? "");
}

function endsWith(whole: readonly string[], end: readonly string[]): boolean {
  return whole.length >= end.length && end.every((part, index) => part === whole[whole.length - end.length + index]);
}
