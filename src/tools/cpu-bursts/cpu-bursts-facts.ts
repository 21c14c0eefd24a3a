import { boolean, number, percent, series, string, table } from "../fact.ts";
import type { ParsedFact } from "../fact-declaration.ts";
import { cpuListCount } from "../process/cpu-list.ts";
import type { ParseContext, Parsed, RawOutput } from "../tool.ts";
import { bandwidthPeriods } from "./bandwidth-periods.ts";
import { type Burst, burstsOf, needOfPeriod, quantile, savedUpNeed } from "./bursts.ts";
import { cpuBurstDeclarations, shownBursts, shownSharers } from "./cpu-burst-declarations.ts";
import { limiterKind, shortCgroup } from "./limiter.ts";
import { type BurstReadings, readBursts } from "./readings.ts";

type CpuBurstFacts = Partial<Record<keyof typeof cpuBurstDeclarations, ParsedFact>>;

/** The remedies are steps that a person would set: 50 millicores, 5 ms. */
const step = 5;
/** So many points at most in a chart. */
const mostPoints = 300;
/** Above this mean use of the quota too little is left over in quiet periods to be saved up. */
const savesUpBelow = 80;

export function parseCpuBursts(output: RawOutput, context: ParseContext): Parsed {
  const bursts = readBursts(output.stdout);
  if (bursts === undefined) {
    const message = output.stderr.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
    const isGone = /does not exist/.test(message);
    if (message === "") return { facts: {}, notes: [] };
    return { facts: {}, notes: [], problem: { code: isGone ? "target-gone" : "not-on-cgroup", message } };
  }
  const cpus = Math.min(context.cpus, cpuListCount(bursts.allowedCpus) ?? context.cpus);
  const level = limitingLevel(bursts);
  const facts: CpuBurstFacts = {
    limited: boolean(level !== undefined),
    threads: number(bursts.threads, "count"),
    allowedCpus: number(cpus, "count"),
    ...(bursts.settings.length === 0 ? {} : { threadSetting: string(bursts.settings.join(" ")) }),
    ...(level === undefined ? {} : limitFacts(bursts, level, cpus)),
  };
  const late = bursts.readings.slice(1).filter(({ atMs }, index) => atMs - (bursts.readings[index]?.atMs ?? 0) > 50);
  const notes =
    late.length * 20 > bursts.readings.length
      ? ["Many readings came late, because the CPUs were busy: bursts are told less exactly."]
      : [];
  return { facts, notes };
}

/** The one that throttles most; without any throttling the tightest. */
function limitingLevel({ levels, readings }: BurstReadings): number | undefined {
  const [first, last] = [readings[0], readings.at(-1)];
  const ranked = levels
    .map(({ quotaUs, periodUs }, index) => ({
      index,
      quotaUs,
      throttled: (last?.counters[index]?.throttled ?? 0) - (first?.counters[index]?.throttled ?? 0),
      quota: quotaUs / periodUs,
    }))
    .filter(({ quotaUs }) => quotaUs > 0)
    .toSorted((a, b) => b.throttled - a.throttled || a.quota - b.quota);
  return ranked[0]?.index;
}

function limitFacts(bursts: BurstReadings, index: number, cpus: number): CpuBurstFacts {
  const { levels, readings } = bursts;
  const level = levels[index];
  const [first, last] = [readings[0], readings.at(-1)];
  const windowMs = (last?.atMs ?? 0) - (first?.atMs ?? 0);
  const [start, end] = [first?.counters[index], last?.counters[index]];
  if (level === undefined || start === undefined || end === undefined || windowMs <= 0) return {};
  const increase = (at: number, of: "usedUs" | "periods" | "throttled" | "throttledUs") =>
    Math.max(0, (last?.counters[at]?.[of] ?? 0) - (first?.counters[at]?.[of] ?? 0));
  const quota = (100 * level.quotaUs) / level.periodUs;
  const limitedUsage = increase(index, "usedUs") / 10 / windowMs;
  const [periods, throttledPeriods] = [increase(index, "periods"), increase(index, "throttled")];
  const kind = limiterKind(level.cgroup, levels[0]?.cgroup ?? "");
  return {
    quota: number(quota, "percent-of-core"),
    quotaTime: number(level.quotaUs / 1e3, "milliseconds"),
    period: number(level.periodUs / 1e3, "milliseconds"),
    threadsFit: number(Math.max(1, Math.floor(quota / 100)), "count"),
    ...(level.burstUs === undefined ? {} : { burst: number(level.burstUs / 1e3, "milliseconds") }),
    limitedBy: string(shortCgroup(level.cgroup)),
    limitedByKind: string(kind),
    usage: number(increase(0, "usedUs") / 10 / windowMs, "percent-of-core"),
    limitedUsage: number(limitedUsage, "percent-of-core"),
    usageOfQuota: percent((100 * limitedUsage) / quota),
    periods: number(periods, "count"),
    throttledPeriods: number(throttledPeriods, "count"),
    throttledShare: percent(periods === 0 ? 0 : (100 * Math.min(periods, throttledPeriods)) / periods),
    throttledTime: number(increase(index, "throttledUs") / 1e3, "milliseconds"),
    ...wantedShare(bursts),
    ...burstFacts(bursts, index, cpus, windowMs, (100 * limitedUsage) / quota),
    ...(kind === "own" ? {} : sharerFacts(bursts, index, windowMs)),
    ...overTime(bursts, index, quota),
  };
}

function wantedShare({ readings }: BurstReadings): CpuBurstFacts {
  const scans = readings.flatMap(({ runnable }) => (runnable === undefined ? [] : [runnable]));
  if (scans.length === 0) return {};
  return { wantedShare: percent((100 * scans.filter((count) => count > 0).length) / scans.length) };
}

function burstFacts(
  bursts: BurstReadings,
  index: number,
  cpus: number,
  windowMs: number,
  ofQuota: number,
): CpuBurstFacts {
  const { quotaUs = 0, periodUs = 1 } = bursts.levels[index] ?? {};
  const [quotaMs, periodMs] = [quotaUs / 1e3, periodUs / 1e3];
  const periods = bandwidthPeriods(bursts, index, fullSpeed(bursts, index, cpus));
  const found = burstsOf(periods);
  const throttled = periods.filter((period) => period.throttled > 0);
  const stalled = throttled.reduce((sum, { stalledMs }) => sum + stalledMs, 0);
  const stalls: CpuBurstFacts = { stalledShare: percent(Math.min(100, (100 * stalled) / windowMs)) };
  if (found.length === 0) return stalls;
  // Of a limit above the target, others run in the same bursts: their threads are not seen, their speed is.
  const seen = found.map(({ threads }) => threads).filter((threads) => threads > 0);
  const wanting = quantile(seen, 0.5);
  const atOnce = Math.min(cpus, Math.max(1, wanting, Math.round(fullSpeed(bursts, index, cpus))));
  const limit = quantile(
    found.map((one) => needOfPeriod(one, atOnce, periodMs)),
    0.95,
  );
  const saved = up(
    quantile(
      found.map((one) => savedUpNeed(one, atOnce, quotaMs, periodMs)),
      0.95,
    ),
  );
  const work = quantile(
    found.map(({ workMs }) => workMs),
    0.5,
  );
  return {
    ...stalls,
    stallLongest: number(
      quantile(
        throttled.map((one) => one.stalledMs / one.throttled),
        1,
      ),
      "milliseconds",
    ),
    stallMean: number(stalled / throttled.reduce((sum, one) => sum + one.throttled, 0), "milliseconds"),
    ...(seen.length === 0
      ? {}
      : { wanting: number(wanting, "count"), wantingMost: number(quantile(seen, 1), "count") }),
    cpusAtOnce: number(atOnce, "count"),
    usedUpIn: number(quotaMs / atOnce, "milliseconds"),
    bursts: table(cpuBurstDeclarations.bursts, rows(found)),
    burstCount: number(found.length, "count"),
    burstWork: number(work, "milliseconds"),
    burstLasted: number(
      quantile(
        found.map(({ lastedMs }) => lastedMs),
        0.5,
      ),
      "milliseconds",
    ),
    burstUnthrottled: number(work / atOnce, "milliseconds"),
    limitNeeded: number(up(Math.max((100 * limit) / periodMs, (100 * quotaMs) / periodMs + 1)), "percent-of-core"),
    burstNeeded: number(saved, "milliseconds"),
    burstFits: boolean(saved <= quotaMs && ofQuota < savesUpBelow),
  };
}

function up(value: number): number {
  return step * Math.ceil(value / step);
}

function rows(bursts: readonly Burst[]): number[][] {
  return bursts
    .toSorted((a, b) => b.stalledMs - a.stalledMs)
    .slice(0, shownBursts)
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ atMs, periods, lastedMs, workMs, stalledMs, threads }) => [
      ...[atMs / 1e3, periods, lastedMs, workMs, stalledMs, threads],
    ]);
}

/** CPUs that were used at once, by the fastest tenth of the intervals in which any was: single ones are noise of the clock. */
function fullSpeed({ readings }: BurstReadings, level: number, cpus: number): number {
  const speeds = readings.slice(1).flatMap(({ atMs, counters }, index) => {
    const before = readings[index];
    const ms = atMs - (before?.atMs ?? atMs);
    const used = (counters[level]?.usedUs ?? 0) - (before?.counters[level]?.usedUs ?? 0);
    return ms > 0 && used > 0 ? [used / 1e3 / ms] : [];
  });
  return Math.min(cpus, Math.max(0.5, quantile(speeds, 0.9)));
}

function sharerFacts(bursts: BurstReadings, index: number, windowMs: number): CpuBurstFacts {
  const { levels, sharers } = bursts;
  const cgroup = levels[index]?.cgroup ?? "";
  const uses = sharers.find((one) => one.cgroup === cgroup)?.uses;
  if (uses === undefined) return {};
  const isTarget = (name: string) =>
    levels[0]?.cgroup === `${cgroup}/${name}` || levels[0]?.cgroup.startsWith(`${cgroup}/${name}/`) === true;
  const sorted = uses
    .map(([name, usedUs]) => ({
      name: shortCgroup(`/${name}`).slice(1),
      cpu: usedUs / 10 / windowMs,
      isTarget: isTarget(name),
    }))
    .toSorted((a, b) => b.cpu - a.cpu);
  const others = sorted.filter((one) => !one.isTarget);
  const top = others[0];
  return {
    sharers: table(
      cpuBurstDeclarations.sharers,
      sorted.slice(0, shownSharers).map((one) => [one.name, one.cpu, one.isTarget]),
    ),
    othersUsage: number(
      others.reduce((sum, { cpu }) => sum + cpu, 0),
      "percent-of-core",
    ),
    ...(top === undefined ? {} : { topSharer: string(top.name), topSharerCpu: number(top.cpu, "percent-of-core") }),
  };
}

function overTime({ readings }: BurstReadings, level: number, quota: number): CpuBurstFacts {
  const all = (readings.at(-1)?.atMs ?? 0) - (readings[0]?.atMs ?? 0);
  const width = Math.max(100, all / mostPoints);
  const points: [number, number][] = [];
  let before = readings[0];
  for (const reading of readings) {
    const ms = reading.atMs - (before?.atMs ?? 0);
    if (ms < width) continue;
    const used = (reading.counters[level]?.usedUs ?? 0) - (before?.counters[level]?.usedUs ?? 0);
    points.push([reading.atMs / 1e3, Math.max(0, used) / 10 / ms]);
    before = reading;
  }
  return {
    usageOverTime: series(points, "percent-of-core"),
    quotaOverTime: series(
      points.map(([at]) => [at, quota] as const),
      "percent-of-core",
    ),
  };
}
