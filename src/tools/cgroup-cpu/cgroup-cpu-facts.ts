import { number, percent, series, string } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { pressureLine, pressureShare } from "../kernel-files/pressure.ts";
import { readSamples, windowOf } from "../samples.ts";
import type { Parsed, RawOutput, Sample } from "../tool.ts";
import { type Bandwidth, bandwidths } from "./bandwidth.ts";

export const cgroupCpuFactDeclarations = {
  quota: {
    kind: "number",
    unit: "percent-of-core",
    optional: true,
    description:
      "Tightest CPU limit on the target's cgroup or any above it (cpu.max; cpu.cfs_quota_us). Absent without a limit.",
  },
  limitedBy: { kind: "string", optional: true, description: "The cgroup that sets that limit, as a directory." },
  usage: {
    kind: "number",
    unit: "percent-of-core",
    optional: true,
    description: "CPU time that the target's own cgroup used per wall time (cpu.stat usage_usec; cpuacct.usage).",
  },
  usageOfQuota: { kind: "number", unit: "percent", optional: true, description: "Usage as a share of the quota." },
  periods: {
    kind: "number",
    unit: "count",
    description: "Enforcement periods that passed in the window (nr_periods), of the most throttled cgroup.",
  },
  throttledPeriods: {
    kind: "number",
    unit: "count",
    description: "Periods in which it had used up its quota (nr_throttled).",
  },
  throttledShare: { kind: "number", unit: "percent", description: "Throttled periods per period. 0 without a limit." },
  throttledTime: {
    kind: "number",
    unit: "milliseconds",
    description: "Time throttled in the window, added up over CPUs (throttled_usec; throttled_time).",
  },
  throttledRate: {
    kind: "number",
    unit: "percent-of-core",
    description: "Time throttled per wall time: 100 is one CPU's worth held back all the time.",
  },
  pressureSome: {
    kind: "number",
    unit: "percent",
    optional: true,
    description:
      "Share of the window in which a task of the cgroup waited for a CPU, throttling included (cpu.pressure, cgroup v2 only).",
  },
  pressureFull: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Share in which all its runnable tasks waited.",
  },
  usageOverTime: { kind: "series", unit: "percent-of-core", optional: true, description: "Usage in each interval." },
  throttledOverTime: {
    kind: "series",
    unit: "percent-of-core",
    description: "Time throttled per wall time in each interval.",
  },
} as const satisfies Record<string, FactDeclaration>;

type CgroupCpuFacts = Partial<Record<keyof typeof cgroupCpuFactDeclarations, ParsedFact>>;

/** Counters are compared between the first and the last reading; a cgroup that is gone in between is not told of. */
export function parseCgroupCpu(output: RawOutput): Parsed {
  const samples = readSamples(output.stdout);
  const [first, last, seconds] = [samples[0], samples.at(-1), windowOf(samples)];
  if (first === undefined || last === undefined || seconds <= 0) return { facts: {}, notes: [] };
  const before = bandwidths(first);
  const pairs = bandwidths(last).flatMap((end) => {
    const start = before.find(({ cgroup }) => cgroup === end.cgroup);
    return start === undefined ? [] : [{ start, end }];
  });
  if (pairs.length === 0) {
    return {
      facts: {},
      notes: [],
      problem: {
        code: "not-on-cgroup",
        message: "the target's cgroup has no cpu.stat: no CPU controller is enabled for it",
      },
    };
  }
  const tightest = pairs
    .map(({ end }) => end)
    .filter(({ quota }) => quota !== undefined)
    .toSorted((a, b) => (a.quota ?? 0) - (b.quota ?? 0))[0];
  const throttled = mostThrottled(pairs, tightest);
  const periods = increase(throttled.start.periods, throttled.end.periods);
  const throttledPeriods = increase(throttled.start.throttledPeriods, throttled.end.throttledPeriods);
  const throttledMs = increase(throttled.start.throttledMs, throttled.end.throttledMs);
  const used = usageOf(samples);
  const usage = used === undefined ? undefined : (100 * increase(used[0]?.[1] ?? 0, used.at(-1)?.[1] ?? 0)) / seconds;
  const facts: CgroupCpuFacts = {
    ...(tightest?.quota === undefined
      ? {}
      : { quota: number(tightest.quota, "percent-of-core"), limitedBy: string(tightest.cgroup) }),
    ...(usage === undefined ? {} : { usage: number(usage, "percent-of-core") }),
    ...(usage === undefined || tightest?.quota === undefined
      ? {}
      : { usageOfQuota: percent((100 * usage) / tightest.quota) }),
    periods: number(periods, "count"),
    throttledPeriods: number(throttledPeriods, "count"),
    throttledShare: percent(periods === 0 ? 0 : (100 * throttledPeriods) / periods),
    throttledTime: number(throttledMs, "milliseconds"),
    throttledRate: number(throttledMs / 10 / seconds, "percent-of-core"),
    ...pressures(first, last, seconds),
    ...(used === undefined ? {} : { usageOverTime: series(rates(used), "percent-of-core") }),
    throttledOverTime: series(rates(throttledSeconds(samples, throttled.end.cgroup)), "percent-of-core"),
  };
  const isRoot = pairs.length === 1 && tightest === undefined;
  return {
    facts,
    notes: isRoot ? ["The target is in the root cgroup: the usage is that of every process of the host."] : [],
  };
}

interface Pair {
  readonly start: Bandwidth;
  readonly end: Bandwidth;
}

/** Throttling above holds back everything below. Without any, the cgroup with the tightest limit is told of. */
function mostThrottled(pairs: readonly Pair[], tightest: Bandwidth | undefined): Pair {
  const rank = ({ start, end }: Pair) =>
    increase(start.throttledPeriods, end.throttledPeriods) + (end.cgroup === tightest?.cgroup ? 0.5 : 0);
  return pairs.toSorted((a, b) => rank(b) - rank(a))[0] as Pair;
}

type Point = readonly [at: number, seconds: number];

/** CPU seconds used so far by the target's own cgroup: the deepest one. v1 keeps them apart from cpu.stat. */
function usageOf(samples: readonly Sample[]): Point[] | undefined {
  const points = samples.flatMap((sample): Point[] => {
    const path = Object.keys(sample.files).find((file) => file.endsWith("/cpuacct.usage"));
    const nanoseconds = path === undefined ? undefined : /^\d+/.exec(sample.files[path] ?? "")?.[0];
    const seconds =
      nanoseconds === undefined
        ? bandwidths(sample).find(({ usageSeconds }) => usageSeconds !== undefined)?.usageSeconds
        : Number(nanoseconds) / 1e9;
    return seconds === undefined ? [] : [[sample.at, seconds]];
  });
  return points.length < 2 ? undefined : points;
}

function throttledSeconds(samples: readonly Sample[], cgroup: string): Point[] {
  return samples.flatMap((sample): Point[] => {
    const found = bandwidths(sample).find((one) => one.cgroup === cgroup);
    return found === undefined ? [] : [[sample.at, found.throttledMs / 1e3]];
  });
}

/** A counter of seconds → percent of each interval, at the interval's end. */
function rates(points: readonly Point[]): Point[] {
  return points.slice(1).map(([at, seconds], index): Point => {
    const [from, before] = points[index] as Point;
    return [at, at > from ? (100 * increase(before, seconds)) / (at - from) : 0];
  });
}

function pressures(first: Sample, last: Sample, seconds: number): CgroupCpuFacts {
  const path = Object.keys(last.files)
    .filter((file) => file.endsWith("/cpu.pressure"))
    .toSorted((a, b) => b.length - a.length)[0];
  if (path === undefined) return {};
  const share = (line: "some" | "full") => {
    const [start, end] = [pressureLine(first.files[path], line), pressureLine(last.files[path], line)];
    return start === undefined || end === undefined ? undefined : percent(pressureShare(start, end, seconds));
  };
  const [some, full] = [share("some"), share("full")];
  return {
    ...(some === undefined ? {} : { pressureSome: some }),
    ...(full === undefined ? {} : { pressureFull: full }),
  };
}

/** Counters only grow; one that shrank belongs to a cgroup that was made anew. */
function increase(before: number, after: number): number {
  return Math.max(0, after - before);
}
