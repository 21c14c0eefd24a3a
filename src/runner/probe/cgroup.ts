import type { Probe } from "../../documents/probe.generated.ts";
import { unescapePath } from "../../tools/kernel-files/mountinfo.ts";

/** Which cgroup hierarchies /proc/self/mounts shows: v1 controllers, the unified one, or both. */
export function cgroupVersion(mounts: string): Probe["cgroup"] {
  const types = new Set(mounts.split("\n").map((line) => line.split(" ")[2]));
  if (types.has("cgroup")) return types.has("cgroup2") ? "hybrid" : "v1";
  return types.has("cgroup2") ? "v2" : "none";
}

/**
 * Controller → directory of its hierarchy's root; `unified` is cgroup v2. From /proc/self/mounts, where the
 * v1 controllers stand among the mount options.
 */
export function cgroupMounts(mounts: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of mounts.split("\n")) {
    const [, path, type, options] = line.split(" ");
    if (path === undefined || options === undefined) continue;
    if (type === "cgroup2") found["unified"] ??= unescapePath(path);
    if (type !== "cgroup") continue;
    for (const option of options.split(",")) {
      if (controllers.has(option)) found[option] ??= unescapePath(path);
    }
  }
  return found;
}

const controllers = new Set(["cpu", "cpuacct", "cpuset", "memory", "blkio", "pids", "devices", "freezer"]);
