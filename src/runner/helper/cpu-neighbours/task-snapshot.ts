import { readdirSync, readFileSync } from "node:fs";
import { ticksPerSecond } from "../../../tools/kernel-files/task-stat.ts";

/** What /proc/PID/stat or /proc/PID/task/TID/stat tells of scheduling (proc_pid_stat(5)). */
export interface Task {
  readonly id: number;
  readonly comm: string;
  readonly parent: number;
  readonly cpuSeconds: number;
  readonly threads: number;
  readonly nice: number;
  readonly startTicks: number;
  /** The CPU that it last ran on. */
  readonly cpu: number;
  readonly realTimePriority: number;
  /** SCHED_*: 0 other, 1 FIFO, 2 RR, 3 batch, 5 idle, 6 deadline, 7 ext. */
  readonly policy: number;
}

/** By id; those that end while they are read are left out. */
export function processes(): Map<number, Task> {
  return tasksIn("/proc");
}

export function threadsOf(pid: number): Map<number, Task> {
  return tasksIn(`/proc/${pid}/task`);
}

function tasksIn(folder: string): Map<number, Task> {
  const tasks = names(folder)
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): [number, Task][] => {
      const task = taskOf(Number(name), text(`${folder}/${name}/stat`));
      return task === undefined ? [] : [[task.id, task]];
    });
  return new Map(tasks);
}

function taskOf(id: number, stat: string): Task | undefined {
  const close = stat.lastIndexOf(")");
  if (close < 0) return undefined;
  const fields = stat.slice(close + 2).split(" ");
  const field = (number: number) => Number(fields[number - 3]);
  return {
    id,
    comm: stat.slice(stat.indexOf("(") + 1, close),
    parent: field(4),
    cpuSeconds: (field(14) + field(15)) / ticksPerSecond,
    nice: field(19),
    threads: field(20),
    startTicks: field(22),
    cpu: field(39),
    realTimePriority: field(40),
    policy: field(41),
  };
}

/** schedstat: nanoseconds on a CPU, and runnable without one. Undefined where the kernel keeps none. */
export function schedstat(path: string): { readonly cpuSeconds: number; readonly waitSeconds: number } | undefined {
  const [, cpu, wait] = /^(\d{1,19}) (\d{1,19}) \d+/.exec(text(path)) ?? [];
  return cpu === undefined || wait === undefined
    ? undefined
    : { cpuSeconds: Number(cpu) / 1e9, waitSeconds: Number(wait) / 1e9 };
}

/** Of each CPU: ticks in which it worked, was idle, and was taken away by the hypervisor (proc_stat(5)). */
export function cpuTicks(): Map<number, { readonly busy: number; readonly idle: number; readonly steal: number }> {
  const lines = [...text("/proc/stat").matchAll(/^cpu(\d+) (.*)$/gm)];
  return new Map(
    lines.map(([, cpu, rest = ""]) => {
      const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = rest
        .split(" ")
        .map(Number);
      return [Number(cpu), { busy: user + nice + system + irq + softirq, idle: idle + iowait, steal }];
    }),
  );
}

export function text(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
