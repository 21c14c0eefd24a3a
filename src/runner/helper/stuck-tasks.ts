import { readdirSync } from "node:fs";
import { parseTaskStat } from "../../tools/kernel-files/task-stat.ts";
import { containerId } from "../../tools/process/container-id.ts";
import { mostTold, type OddTask, type TaskProcess, type TaskReading } from "../../tools/stuck-tasks/odd-task.ts";
import type { HelperOutput } from "./helper-output.ts";
import { takeReadings } from "./readings.ts";
import { allProcesses, textOf } from "./target-descriptors.ts";

const intervalMs = 2_000;

/** Every thread of the node at intervals; of what is odd at the end, also whose it is. */
export async function stuckTasks({ seconds }: { readonly seconds: number }): Promise<HelperOutput> {
  const readings: TaskReading[] = [];
  await takeReadings(seconds, intervalMs, (at) => void readings.push(readTasks(at)));
  const involved = new Set(
    (readings.at(-1)?.tasks ?? []).flatMap(({ state, pid, parent }) => (state === "Z" ? [parent] : [pid, parent])),
  );
  const lines = [...readings, ...[...involved].flatMap(describe)];
  return { stdout: lines.map((line) => `${JSON.stringify(line)}\n`).join(""), stderr: "" };
}

function readTasks(at: number): TaskReading {
  const tasks: OddTask[] = [];
  const counts = { D: 0, Z: 0 };
  let threads = 0;
  for (const pid of allProcesses()) {
    const main = parseTaskStat(textOf(`/proc/${pid}/stat`));
    if (main === undefined) continue;
    // A zombie has no threads but its first.
    for (const tid of main.threads > 1 ? threadsOf(pid) : [pid]) {
      threads++;
      const folder = `/proc/${pid}/task/${tid}`;
      const stat = tid === pid ? main : parseTaskStat(textOf(`${folder}/stat`));
      if (stat === undefined || (stat.state !== "D" && stat.state !== "Z")) continue;
      if (++counts[stat.state] > mostTold) continue;
      const { state, comm: name, parent, startTicks } = stat;
      tasks.push({ ...{ state, tid, pid, name, parent, startTicks }, ...(state === "D" ? sleepOf(folder) : {}) });
    }
  }
  return { kind: "reading", at, threads, sleeping: counts.D, zombies: counts.Z, tasks };
}

function sleepOf(folder: string): Pick<OddTask, "switches" | "wchan"> {
  const switches = [...(textOf(`${folder}/status`) ?? "").matchAll(/^(?:non)?voluntary_ctxt_switches:\s+(\d+)$/gm)];
  const wchan = textOf(`${folder}/wchan`);
  return {
    ...(switches.length === 0 ? {} : { switches: switches.reduce((sum, [, count]) => sum + Number(count), 0) }),
    ...(wchan === undefined ? {} : { wchan }),
  };
}

function threadsOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    return [];
  }
}

function describe(pid: number): TaskProcess[] {
  const name = parseTaskStat(textOf(`/proc/${pid}/stat`))?.comm;
  const container = containerId(textOf(`/proc/${pid}/cgroup`) ?? "");
  return name === undefined ? [] : [{ kind: "process", pid, name, ...(container === undefined ? {} : { container }) }];
}
