import { textLines } from "../text-lines.ts";

/** What `diag helper cpu-bursts` prints, read back. Lines that are no part of it, or were cut off, are left out. */
export interface BurstReadings {
  /** Deepest first: the target's own cgroup, then each above it that has a limit. */
  readonly levels: readonly WatchedLevel[];
  readonly settings: readonly string[];
  readonly allowedCpus: string;
  readonly threads: number;
  readonly readings: readonly Reading[];
  readonly sharers: readonly Sharers[];
}

interface WatchedLevel {
  readonly cgroup: string;
  readonly quotaUs: number;
  readonly periodUs: number;
  readonly burstUs?: number;
}

interface Reading {
  readonly atMs: number;
  /** By level, as counted since the cgroup was made. */
  readonly counters: readonly Counters[];
  readonly runnable?: number;
}

export interface Counters {
  readonly usedUs: number;
  readonly periods: number;
  readonly throttled: number;
  readonly throttledUs: number;
}

interface Sharers {
  readonly cgroup: string;
  readonly uses: readonly (readonly [name: string, usedUs: number])[];
}

export function readBursts(bytes: Uint8Array): BurstReadings | undefined {
  let head: Pick<BurstReadings, "levels" | "settings" | "allowedCpus" | "threads"> | undefined;
  const readings: Reading[] = [];
  const sharers: Sharers[] = [];
  for (const line of textLines(bytes)) {
    const value = parse(line);
    if (Array.isArray(value)) {
      const one = head === undefined ? undefined : reading(value, head.levels.length);
      if (one !== undefined && one.atMs >= (readings.at(-1)?.atMs ?? 0)) readings.push(one);
    } else if (isRecord(value) && value["kind"] === "levels") head ??= header(value);
    else if (isRecord(value) && value["kind"] === "children") sharers.push(children(value));
  }
  return head === undefined ? undefined : { ...head, readings, sharers };
}

function header(
  value: Record<string, unknown>,
): Pick<BurstReadings, "levels" | "settings" | "allowedCpus" | "threads"> {
  const levels = list(value["watched"]).filter(isRecord).map(level);
  return {
    levels,
    settings: list(value["settings"]).filter((one) => typeof one === "string"),
    allowedCpus: typeof value["allowed"] === "string" ? value["allowed"] : "",
    threads: count(value["threads"]),
  };
}

function level(value: Record<string, unknown>): WatchedLevel {
  const [quotaUs, periodUs, burstUs] = [value["quotaUs"], value["periodUs"], value["burstUs"]];
  return {
    cgroup: typeof value["cgroup"] === "string" ? value["cgroup"] : "",
    quotaUs: isFiniteNumber(quotaUs) ? quotaUs : -1,
    periodUs: isFiniteNumber(periodUs) && periodUs > 0 ? periodUs : 100_000,
    ...(isFiniteNumber(burstUs) ? { burstUs } : {}),
  };
}

function reading(value: readonly unknown[], levels: number): Reading | undefined {
  const [atMs, counters, runnable] = value;
  if (!isFiniteNumber(atMs) || atMs < 0 || atMs > 1e8 || !Array.isArray(counters) || counters.length !== levels)
    return undefined;
  const read = counters.map((one) => {
    const [usedUs, periods, throttled, throttledUs] = list(one).map(count);
    return { usedUs: usedUs ?? 0, periods: periods ?? 0, throttled: throttled ?? 0, throttledUs: throttledUs ?? 0 };
  });
  return { atMs, counters: read, ...(isFiniteNumber(runnable) ? { runnable: count(runnable) } : {}) };
}

function children(value: Record<string, unknown>): Sharers {
  const uses = list(value["uses"]).flatMap((one): [string, number][] => {
    const [name, used] = list(one);
    return typeof name === "string" ? [[name, count(used)]] : [];
  });
  return { cgroup: typeof value["cgroup"] === "string" ? value["cgroup"] : "", uses };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function count(value: unknown): number {
  return isFiniteNumber(value) && value > 0 ? value : 0;
}
