import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { flatKeyed } from "../../tools/kernel-files/flat-keyed.ts";
import { selfAndAncestors } from "../../tools/kernel-files/self-and-ancestors.ts";
import { HelperError, type HelperOutput } from "./helper-output.ts";
import { runnableThreads } from "./runnable-threads.ts";
import { threadSettings } from "./thread-settings.ts";

export interface CpuBursts {
  readonly pids: readonly number[];
  readonly seconds: number;
  /** The target's cgroup: of v1's cpu controller, or v2's. */
  readonly cgroup: string;
  /** v1 keeps the use apart. */
  readonly accounting?: string;
}

/** A tenth of the usual period: a burst that uses up its quota within one is seen to. */
const intervalMs = 10;
/** Readings and scans of threads each take at most this part of the time. */
const mostBusy = 1 / 20;
/** No multiple of a period, so that scans fall on each part of it. */
const scanMs = 37;
const mostChildren = 1_000;

/** One cgroup on the path, with its limit as it is set. */
interface Level {
  readonly cgroup: string;
  readonly accounting: string | undefined;
  /** Below zero without a limit. */
  readonly quotaUs: number;
  readonly periodUs: number;
  /** Undefined where this kernel has no such file (before 5.14). */
  readonly burstUs?: number;
}

/**
 * CPU bandwidth at short intervals, as NDJSON: what is limited and how, then readings of every limited cgroup and of the
 * target's own, and last what shares a limit that is set above the target. Where nothing limits it, it ends at once.
 */
export async function cpuBursts(request: CpuBursts): Promise<HelperOutput> {
  const interrupted = new AbortController();
  process.on("SIGINT", () => interrupted.abort());
  const levels = levelsOf(request);
  if (levels.length === 0) throw new HelperError("no CPU controller is enabled for the target's cgroup");
  const limited = levels.filter(({ quotaUs }) => quotaUs > 0);
  const watched = levels.filter((level, index) => index === 0 || level.quotaUs > 0);
  const lines: string[] = [];
  const say = (value: unknown) => void lines.push(JSON.stringify(value));
  say({
    kind: "levels",
    watched: watched.map(({ accounting: _, ...level }) => level),
    settings: threadSettings(request.pids),
    allowed: /^Cpus_allowed_list:\t(.*)$/m.exec(text(`/proc/${request.pids[0]}/status`) ?? "")?.[1] ?? "",
    threads: request.pids.reduce((sum, pid) => sum + names(`/proc/${pid}/task`).length, 0),
  });
  const shared = limited.filter((level) => level !== levels[0]);
  const before = shared.map(childrenUse);
  if (limited.length > 0) await watch(watched, request, say, interrupted.signal);
  for (const [index, level] of shared.entries()) {
    const after = childrenUse(level);
    const uses = [...after].map(([name, used]) => [name, used - (before[index]?.get(name) ?? 0)]);
    say({ kind: "children", cgroup: level.cgroup, uses });
  }
  return { stdout: `${lines.join("\n")}\n`, stderr: "" };
}

async function watch(
  levels: readonly Level[],
  { pids, seconds }: CpuBursts,
  say: (value: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  const start = performance.now();
  const end = start + seconds * 1000;
  let nextScan = start;
  for (let now = start; ; now = performance.now()) {
    const counters = levels.map(read);
    // Read over between two clocks: the later one would make a slow reading look like a slow target.
    const at = Math.round((now - start + (performance.now() - start)) * 5) / 10;
    const reading: unknown[] = [at, counters];
    const readMs = performance.now() - now;
    if (now >= nextScan) {
      const scanStart = performance.now();
      reading.push(runnableThreads(pids));
      nextScan = scanStart + Math.max(scanMs, (performance.now() - scanStart) / mostBusy);
    }
    say(reading);
    if (now >= end || signal.aborted) return;
    const due = Math.min(end, now + Math.max(intervalMs, readMs / mostBusy));
    await sleep(Math.max(0, due - performance.now()), undefined, { signal }).catch(() => {});
  }
}

/** CPU time used, periods, throttled periods, time throttled; times in microseconds. */
function read({ cgroup, accounting }: Level): readonly [number, number, number, number] {
  const stat = flatKeyed(text(join(cgroup, "cpu.stat")));
  const used = accounting === undefined ? (stat["usage_usec"] ?? 0) : nanoseconds(accounting) / 1e3;
  const throttledUs = stat["throttled_usec"] ?? (stat["throttled_time"] ?? 0) / 1e3;
  return [Math.round(used), stat["nr_periods"] ?? 0, stat["nr_throttled"] ?? 0, Math.round(throttledUs)];
}

/** Deepest first: those that have a CPU controller. */
function levelsOf({ cgroup, accounting }: CpuBursts): Level[] {
  const beside = accounting === undefined ? [] : selfAndAncestors(accounting);
  return selfAndAncestors(cgroup).flatMap((path, index): Level[] => {
    const [v2, v1Quota] = [text(join(path, "cpu.max")), text(join(path, "cpu.cfs_quota_us"))];
    const [quota, period] =
      v2 === undefined ? [v1Quota, text(join(path, "cpu.cfs_period_us"))] : (v2.split(" ") as [string, string?]);
    if (quota === undefined || !existsSync(join(path, "cpu.stat"))) return [];
    const burst = text(join(path, v2 === undefined ? "cpu.cfs_burst_us" : "cpu.max.burst"));
    const quotaUs = Number(quota);
    return [
      {
        cgroup: path,
        accounting: v2 === undefined ? beside[index] : undefined,
        quotaUs: Number.isFinite(quotaUs) ? quotaUs : -1,
        periodUs: Number(period ?? 100_000),
        ...(burst === undefined ? {} : { burstUs: Number(burst) }),
      },
    ];
  });
}

/** Name → CPU time used, in microseconds, of each cgroup right below. */
function childrenUse({ cgroup, accounting }: Level): Map<string, number> {
  const folder = accounting ?? cgroup;
  return new Map(
    names(folder, true)
      .slice(0, mostChildren)
      .map((name) => {
        const path = join(folder, name);
        const v2 = flatKeyed(text(join(path, "cpu.stat")))["usage_usec"] ?? 0;
        return [name, Math.round(accounting === undefined ? v2 : nanoseconds(path) / 1e3)];
      }),
  );
}

function nanoseconds(folder: string): number {
  return Number(text(join(folder, "cpuacct.usage")) ?? 0);
}

function text(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}

function names(folder: string, foldersOnly = false): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      !foldersOnly || entry.isDirectory() ? [entry.name] : [],
    );
  } catch {
    return [];
  }
}
