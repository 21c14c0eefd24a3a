import { readdirSync } from "node:fs";
import { parseTaskStat } from "../../tools/kernel-files/task-stat.ts";
import type { HelperOutput } from "./helper-output.ts";
import { takeReadings } from "./readings.ts";
import { textOf } from "./target-descriptors.ts";

export interface ProcessStartsRequest {
  readonly pids: readonly number[];
  readonly seconds: number;
}

/** Twenty times a second, or as seldom as a twentieth of a CPU lets it. */
const intervalMs = 50;
const mostProcesses = 20_000;

/** A process of the target or one that descends from it. CPU times are in seconds. */
interface Seen {
  readonly parent: string;
  /** It was there at the first reading: what it and its ended children had used then. */
  readonly old?: { readonly own: number; readonly reaped: number };
  program: string;
  own: number;
  reaped: number;
  first: number;
  last: number;
  /** Seconds between the last two looks: it may have gone on for as long after the last one. */
  readonly gap: number;
}

/**
 * Which processes the target's processes start, by looking at their children: a JSON line for each program that was seen, and one
 * of the sums. What ends between two looks is in the sums: its parent gets its CPU time when it waits for it.
 */
export async function processStarts({ pids, seconds }: ProcessStartsRequest): Promise<HelperOutput> {
  const seen = new Map<string, Seen>();
  const forksBefore = forks();
  let readings = 0;
  let last = 0;
  const watched = await takeReadings(seconds, intervalMs, (at) => {
    const isFirst = readings++ === 0;
    const open: { pid: number | string; parent: string }[] = pids.map((pid) => ({ pid, parent: "" }));
    const met = new Set<string>();
    for (let next = open.pop(); next !== undefined && met.size < mostProcesses; next = open.pop()) {
      const stat = parseTaskStat(textOf(`/proc/${next.pid}/stat`));
      if (stat === undefined) continue;
      const key = `${next.pid} ${stat.startTicks}`;
      if (met.has(key)) continue;
      met.add(key);
      for (const child of childrenOf(next.pid)) open.push({ pid: child, parent: stat.comm });
      const own = stat.userSeconds + stat.systemSeconds;
      const { reapedSeconds: reaped } = stat;
      const known = seen.get(key);
      if (known === undefined && seen.size >= mostProcesses) continue;
      seen.set(key, {
        ...(known ?? { parent: next.parent, first: at, ...(isFirst ? { old: { own, reaped } } : {}) }),
        ...{ program: stat.comm, own, reaped, last: at, gap: at - last },
      });
    }
    last = at;
  });
  const all = [...seen.values()];
  const ended = all.filter((one) => one.last < last);
  const alive = all.filter((one) => one.last === last);
  const sum = (list: readonly Seen[], of: (one: Seen) => number) => list.reduce((total, one) => total + of(one), 0);
  const reaped =
    sum(alive, (one) => one.reaped - (one.old?.reaped ?? 0)) -
    sum(ended, ({ old }) => (old === undefined ? 0 : old.own + old.reaped));
  const known = sum(ended, knownCpu);
  const started = all.filter(({ old }) => old === undefined);
  const groups = Map.groupBy(started, ({ program, parent }) => JSON.stringify([program, parent]));
  const lines = Array.from(groups.values(), (list) =>
    JSON.stringify({
      ...{ program: list[0]?.program ?? "", parent: list[0]?.parent ?? "", count: list.length },
      cpuUs: Math.round(1e6 * sum(list, ({ own }) => own)),
    }),
  );
  const sums = {
    ...{ watched, readings, starts: started.length, forks: forks() - forksBefore },
    reapedUs: Math.round(1e6 * Math.max(0, reaped)),
    unseenUs: Math.round(1e6 * Math.max(0, reaped - known)),
  };
  return { stdout: `${[...lines, JSON.stringify(sums)].join("\n")}\n`, stderr: "" };
}

/** Of one that ended: what was seen of it, and as much of the time after the last look as it had used of that before. */
function knownCpu({ own, old, first, last, gap }: Seen): number {
  const used = own - (old?.own ?? 0);
  return used + (last > first ? gap * Math.min(1, used / (last - first)) : 0);
}

/** Tasks that began on the machine since it did. */
function forks(): number {
  return Number(/^processes (\d{1,18})$/m.exec(textOf("/proc/stat") ?? "")?.[1] ?? 0);
}

/** A child is in the list of the thread that forked it. */
function childrenOf(pid: number | string): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((tid) =>
      (textOf(`/proc/${pid}/task/${tid}/children`) ?? "").split(" ").filter(Boolean),
    );
  } catch {
    return [];
  }
}
