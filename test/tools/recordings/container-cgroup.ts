import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";

/** As Docker would make it on cgroup v1, 20 % of a core on the level above the container's own, and 256 MiB on that. */
const id = "5d1f0e7c9a3b4826aa10f3c2d4e5b6978877665544332211ffeeddccbbaa0099";
/** Where Docker runs, its own containers would be throttled too. */
const parent = existsSync("/sys/fs/cgroup/cpu/docker") ? "diag-recording" : "docker";
const parents = (controller: string) => [`/sys/fs/cgroup/${controller}/${parent}`, `/sys/fs/cgroup/${controller}/${parent}/${id}`];

/** Puts a process into such cgroups; takes them away when it is disposed, after the process has gone. */
export function inContainerCgroup(pid: number): Disposable & { readonly cgroups: Record<string, string> } {
  const controllers = ["cpu", "cpuacct", "memory"];
  const folders = controllers.flatMap(parents);
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  writeFileSync(`/sys/fs/cgroup/cpu/${parent}/cpu.cfs_quota_us`, "20000");
  writeFileSync(`/sys/fs/cgroup/memory/${parent}/${id}/memory.limit_in_bytes`, "256M");
  for (const controller of controllers) writeFileSync(`/sys/fs/cgroup/${controller}/${parent}/${id}/cgroup.procs`, `${pid}`);
  return {
    cgroups: Object.fromEntries(controllers.map((controller) => [controller, `/sys/fs/cgroup/${controller}/${parent}/${id}`])),
    [Symbol.dispose]() {
      for (const controller of controllers) writeFileSync(`/sys/fs/cgroup/${controller}/cgroup.procs`, `${pid}`);
      for (const folder of folders.toReversed()) rmdirSync(folder);
    },
  };
}
