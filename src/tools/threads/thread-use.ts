import { parseTaskStat } from "../kernel-files/task-stat.ts";
import type { Sample } from "../tool.ts";

/** What one thread used while it was watched. */
export interface ThreadUse {
  readonly tid: number;
  readonly name: string;
  readonly state: string;
  /** It was there at the last reading. */
  readonly isAlive: boolean;
  readonly cpuSeconds: number;
  /** Of that in the kernel, in steps of 10 ms. */
  readonly systemSeconds: number;
  /** Runnable without a CPU; absent where the kernel keeps no schedstat. */
  readonly waitSeconds?: number;
}

interface Reading {
  readonly cpu: number;
  readonly system: number;
  readonly wait?: number;
}

interface Watched {
  readonly tid: number;
  readonly first: Reading;
  last: Reading;
  name: string;
  state: string;
  seenAt: number;
}

/**
 * Use of every thread, busiest first. A thread that was not there at the first reading began after it, so all its
 * time falls into the window. A thread id that is used again has another start time.
 */
export function threadUses(samples: readonly Sample[]): ThreadUse[] {
  const watched = new Map<string, Watched>();
  for (const [index, sample] of samples.entries()) {
    for (const [path, text] of Object.entries(sample.files)) {
      const tid = Number(/\/task\/(\d+)\/stat$/.exec(path)?.[1]);
      const stat = Number.isSafeInteger(tid) ? parseTaskStat(text) : undefined;
      if (stat === undefined) continue;
      const reading = {
        cpu: stat.userSeconds + stat.systemSeconds,
        ...precise(sample.files[path.replace(/stat$/, "schedstat")]),
        system: stat.systemSeconds,
      };
      const key = `${tid} ${stat.startTicks}`;
      const known = watched.get(key);
      if (known === undefined) {
        const first = index === 0 ? reading : { cpu: 0, system: 0, ...(reading.wait === undefined ? {} : { wait: 0 }) };
        watched.set(key, { tid, first, last: reading, name: stat.comm, state: stat.state, seenAt: index });
      } else Object.assign(known, { last: reading, name: stat.comm, state: stat.state, seenAt: index });
    }
  }
  return [...watched.values()]
    .map((one) => use(one, samples.length - 1))
    .toSorted((a, b) => b.cpuSeconds - a.cpuSeconds || a.tid - b.tid);
}

function use({ tid, name, state, first, last, seenAt }: Watched, lastIndex: number): ThreadUse {
  return {
    tid,
    name,
    state,
    isAlive: seenAt === lastIndex,
    cpuSeconds: Math.max(0, last.cpu - first.cpu),
    systemSeconds: Math.max(0, last.system - first.system),
    ...(last.wait === undefined ? {} : { waitSeconds: Math.max(0, last.wait - (first.wait ?? 0)) }),
  };
}

/** schedstat (Documentation/scheduler/sched-stats.rst): nanoseconds on a CPU, nanoseconds waiting for one, time slices. */
function precise(text: string | undefined): Omit<Reading, "system"> | undefined {
  const [, cpu, wait] = /^(\d{1,19}) (\d{1,19}) \d+\s*$/.exec(text ?? "") ?? [];
  // All zero where the kernel has the file but does not fill it.
  if (cpu === undefined || wait === undefined || text?.startsWith("0 0 0")) return undefined;
  return { cpu: Number(cpu) / 1e9, wait: Number(wait) / 1e9 };
}
