import { readFileSync, statSync } from "node:fs";
import type { ProcessTarget } from "../documents/plan.generated.ts";
import { DiagError } from "../errors.ts";
import { parseTaskStat } from "../tools/kernel-files/task-stat.ts";

/** Who may look at what: `uid` is the effective user id of the caller. */
export interface Caller {
  readonly uid: number;
}

/**
 * Finds the process that the user means and pins it by its start time, so that a reused pid is noticed.
 *
 * @throws DiagError `target-not-found` or `target-forbidden`.
 */
export function findProcess(pid: number, caller: Caller, proc = "/proc"): ProcessTarget {
  const stat = readStat(pid, proc);
  if (stat === undefined || stat.state === "Z" || stat.state === "X") {
    const why =
      stat === undefined
        ? `No process has the pid ${pid}`
        : `Process ${pid} (${stat.comm}) has exited and waits for its parent`;
    throw new DiagError("target-not-found", why, {
      hint: "List the processes with `ps -ef`; inside a container the pid differs from the host's.",
    });
  }
  const owner = statSync(`${proc}/${pid}`, { throwIfNoEntry: false })?.uid;
  if (owner !== undefined && caller.uid !== 0 && owner !== caller.uid) {
    throw new DiagError(
      "target-forbidden",
      `Process ${pid} (${stat.comm}) belongs to user id ${owner}, you are ${caller.uid}`,
      {
        hint: "Run diag as root or with sudo.",
      },
    );
  }
  return { kind: "process", pid, startTicks: stat.startTicks };
}

/** Whether the process that was pinned is still the one running under its pid. */
export function isAlive(target: ProcessTarget, proc = "/proc"): boolean {
  const stat = readStat(target.pid, proc);
  if (stat === undefined || stat.state === "Z" || stat.state === "X") return false;
  return target.startTicks === undefined || stat.startTicks === target.startTicks;
}

/** The process that has this pid now; undefined where none has. */
export function pinProcess(pid: number, proc = "/proc"): ProcessTarget | undefined {
  const stat = readStat(pid, proc);
  return stat && { kind: "process", pid, startTicks: stat.startTicks };
}

function readStat(pid: number, proc: string) {
  try {
    return parseTaskStat(readFileSync(`${proc}/${pid}/stat`, "utf8"));
  } catch {
    return undefined;
  }
}
