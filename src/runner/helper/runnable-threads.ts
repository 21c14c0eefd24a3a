import { readdirSync, readFileSync } from "node:fs";

/**
 * Threads that run or want to: state R of /proc/PID/task/TID/stat. A thread that a quota stops keeps that state, so that in
 * the stall all of them are seen that want a CPU at once.
 */
export function runnableThreads(pids: readonly number[]): number {
  let runnable = 0;
  for (const pid of pids) {
    for (const tid of tasks(pid)) if (isRunnable(`/proc/${pid}/task/${tid}/stat`)) runnable++;
  }
  return runnable;
}

function tasks(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** The state stands after the last `)`: the name before it may hold anything. */
function isRunnable(path: string): boolean {
  try {
    const stat = readFileSync(path, "latin1");
    return stat[stat.lastIndexOf(")") + 2] === "R";
  } catch {
    return false;
  }
}
