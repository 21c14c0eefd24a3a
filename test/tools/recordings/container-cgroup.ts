import { existsSync, mkdirSync, rmdirSync, statSync, writeFileSync } from "node:fs";

/** As Docker would make it on cgroup v1, 20 % of a core on the level above the container's own, and on that 256 MiB and 64 KiB a second of writes to the disk of /tmp. */
const id = "5d1f0e7c9a3b4826aa10f3c2d4e5b6978877665544332211ffeeddccbbaa0099";
/** Where Docker runs, its own containers would be throttled too. */
const parent = existsSync("/sys/fs/cgroup/cpu/docker") ? "diag-recording" : "docker";
const parents = (controller: string) => [`/sys/fs/cgroup/${controller}/${parent}`, `/sys/fs/cgroup/${controller}/${parent}/${id}`];

/** Puts a process into such cgroups; takes them away when it is disposed, after the process has gone. */
export function inContainerCgroup(pid: number): Disposable & { readonly cgroups: Record<string, string> } {
  const controllers = ["cpu", "cpuacct", "memory", "blkio"];
  const folders = controllers.flatMap(parents);
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  writeFileSync(`/sys/fs/cgroup/cpu/${parent}/cpu.cfs_quota_us`, "20000");
  writeFileSync(`/sys/fs/cgroup/memory/${parent}/${id}/memory.limit_in_bytes`, "256M");
  const { dev } = statSync("/tmp");
  // glibc's gnu_dev_major() and gnu_dev_minor(), of numbers below 2^20.
  const disk = `${(dev >> 8) & 0xfff}:${(dev & 0xff) | ((dev >> 12) & 0xfff00)}`;
  writeFileSync(`/sys/fs/cgroup/blkio/${parent}/${id}/blkio.throttle.write_bps_device`, `${disk} 65536`);
  for (const controller of controllers) writeFileSync(`/sys/fs/cgroup/${controller}/${parent}/${id}/cgroup.procs`, `${pid}`);
  return {
    cgroups: Object.fromEntries(controllers.map((controller) => [controller, `/sys/fs/cgroup/${controller}/${parent}/${id}`])),
    [Symbol.dispose]() {
      for (const controller of controllers) writeFileSync(`/sys/fs/cgroup/${controller}/cgroup.procs`, `${pid}`);
      for (const folder of folders.toReversed()) rmdirSync(folder);
    },
  };
}
