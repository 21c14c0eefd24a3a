import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { selfAndAncestors } from "../../../tools/kernel-files/self-and-ancestors.ts";
import { cgroupMounts } from "../../probe/cgroup.ts";
import type { HelperOutput } from "../helper-output.ts";
import { cpuTicks, processes, schedstat, type Task, text, threadsOf } from "./task-snapshot.ts";

export interface CpuNeighbours {
  /** The target's processes; none where the host is meant. */
  readonly pids: readonly number[];
  readonly seconds: number;
}

const mostProcesses = 60;
const mostThreads = 80;

/**
 * Who used the CPUs in a window, and by what rules: the processes that ran most with their cgroups and priorities, the
 * target's threads with the CPUs that they may use, and the weights of every cgroup on the way. As NDJSON.
 */
export async function cpuNeighbours({ pids, seconds }: CpuNeighbours): Promise<HelperOutput> {
  const interrupted = new AbortController();
  process.on("SIGINT", () => interrupted.abort());
  const before = snapshot(pids);
  await sleep(seconds * 1000, undefined, { signal: interrupted.signal }).catch(() => {});
  const after = snapshot(pids);
  const lines: unknown[] = [
    { kind: "window", seconds: (after.atMs - before.atMs) / 1000, cpus: cpuUses(before, after) },
  ];

  const own = ownProcesses(after.processes);
  const ran = [...after.processes.values()]
    .map((task) => ({ task, used: task.cpuSeconds - startOf(before.processes, task) }))
    .toSorted((a, b) => b.used - a.used);
  const mounts = cgroupMounts(text("/proc/self/mounts"));
  const cgroups = new Set<string>();
  for (const [index, { task, used }] of ran.entries()) {
    const isTarget = pids.includes(task.id);
    if (!isTarget && (index >= mostProcesses || used <= 0)) continue;
    const folder = cgroupOf(task.id, mounts, "cpu");
    if (folder !== undefined) for (const path of selfAndAncestors(folder)) cgroups.add(path);
    lines.push({
      kind: "process",
      ...told(task),
      cpuSeconds: Math.max(0, used),
      threads: task.threads,
      cgroup: folder ?? "",
      isTarget,
      isOwn: own.has(task.id),
    });
  }
  lines.push(...targetThreads(pids, before, after));
  lines.push(...[...cgroups].flatMap(weight));
  const [main] = pids;
  const cpuset = main === undefined ? undefined : cgroupOf(main, mounts, "cpuset");
  for (const path of cpuset === undefined ? [] : selfAndAncestors(cpuset)) {
    const cpus = text(join(path, "cpuset.cpus.effective")) || text(join(path, "cpuset.effective_cpus"));
    if (cpus !== "") lines.push({ kind: "cpuset", cgroup: path, cpus: cpus.trim() });
  }
  return { stdout: lines.map((line) => `${JSON.stringify(line)}\n`).join(""), stderr: "" };
}

interface Snapshot {
  readonly atMs: number;
  readonly processes: Map<number, Task>;
  readonly cpus: ReturnType<typeof cpuTicks>;
  /** Of the target's, with what schedstat tells. */
  readonly threads: Map<
    number,
    { readonly pid: number; readonly task: Task; readonly cpuSeconds: number; readonly waitSeconds?: number }
  >;
}

function snapshot(pids: readonly number[]): Snapshot {
  const threads: Snapshot["threads"] = new Map();
  for (const pid of pids) {
    for (const [tid, task] of threadsOf(pid)) {
      threads.set(tid, { pid, task, cpuSeconds: task.cpuSeconds, ...schedstat(`/proc/${pid}/task/${tid}/schedstat`) });
    }
  }
  return { atMs: performance.now(), processes: processes(), cpus: cpuTicks(), threads };
}

function cpuUses(before: Snapshot, after: Snapshot): number[][] {
  return [...after.cpus].map(([cpu, { busy, idle, steal }]) => {
    const from = before.cpus.get(cpu) ?? { busy, idle, steal };
    return [cpu, busy - from.busy, idle - from.idle, steal - from.steal];
  });
}

function targetThreads(pids: readonly number[], before: Snapshot, after: Snapshot): unknown[] {
  return [...after.threads.values()]
    .filter(({ pid }) => pids.includes(pid))
    .map(({ pid, task, cpuSeconds, waitSeconds }) => {
      const from = before.threads.get(task.id);
      const same = from?.task.startTicks === task.startTicks ? from : undefined;
      return {
        kind: "thread",
        pid,
        ...told(task),
        cpuSeconds: cpuSeconds - (same?.cpuSeconds ?? 0),
        ...(waitSeconds === undefined ? {} : { waitSeconds: waitSeconds - (same?.waitSeconds ?? 0) }),
        allowed: /^Cpus_allowed_list:\t(.*)$/m.exec(text(`/proc/${pid}/task/${task.id}/status`))?.[1] ?? "",
      };
    })
    .toSorted((a, b) => b.cpuSeconds + (b.waitSeconds ?? 0) - a.cpuSeconds - (a.waitSeconds ?? 0))
    .slice(0, mostThreads);
}

function told({ id, comm, nice, policy, realTimePriority, cpu }: Task) {
  return { id, comm, nice, policy, realTimePriority, cpu };
}

/** A process that began in the window has used all its time in it. */
function startOf(before: ReadonlyMap<number, Task>, task: Task): number {
  const from = before.get(task.id);
  return from?.startTicks === task.startTicks ? from.cpuSeconds : 0;
}

/** diag itself: the runner that started this, and everything that it started. */
function ownProcesses(tasks: ReadonlyMap<number, Task>): Set<number> {
  const own = new Set([process.ppid, process.pid]);
  const isOwn = (id: number, depth = 0): boolean =>
    own.has(id) || (depth < 16 && id > 1 && isOwn(tasks.get(id)?.parent ?? 0, depth + 1));
  for (const id of tasks.keys()) if (isOwn(id)) own.add(id);
  return own;
}

/** cgroups(7): the line of the controller where v1 has it, else v2's. */
function cgroupOf(
  pid: number,
  mounts: Readonly<Record<string, string>>,
  controller: "cpu" | "cpuset",
): string | undefined {
  const membership = text(`/proc/${pid}/cgroup`);
  const v1 = new RegExp(`^\\d+:(?:[\\w=]+,)*${controller}(?:,[\\w=]+)*:(.*)$`, "m").exec(membership)?.[1];
  const [name, path] = v1 === undefined ? ["unified", /^0::(.*)$/m.exec(membership)?.[1]] : [controller, v1];
  const root = mounts[name];
  return root === undefined || path === undefined ? undefined : join(root, path);
}

/** The root has none; `cpu.idle` makes every weight that of an idle one. */
function weight(cgroup: string): unknown[] {
  const [v2, v1] = [text(join(cgroup, "cpu.weight")), text(join(cgroup, "cpu.shares"))];
  if (v2 === "" && v1 === "") return [];
  const [file, value] = v2 === "" ? ["cpu.shares", Number(v1)] : ["cpu.weight", Number(v2)];
  return [{ kind: "weight", cgroup, file, value, idle: text(join(cgroup, "cpu.idle")).trim() === "1" }];
}
