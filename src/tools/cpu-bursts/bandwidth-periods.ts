import type { BurstReadings } from "./readings.ts";

/** The time between two readings that saw a period of CFS bandwidth control end. */
export interface BandwidthPeriod {
  readonly fromMs: number;
  readonly toMs: number;
  /** More than one where readings were late. */
  readonly periods: number;
  readonly throttled: number;
  readonly usedMs: number;
  /** The reading before it was first seen to use a CPU, and that at which it was last. */
  readonly firstUseMs: number;
  readonly lastUseMs: number;
  /** Of a throttled one: from the last use of a CPU to its end. */
  readonly stalledMs: number;
  /** The most threads that wanted a CPU; undefined where no scan fell into it. */
  readonly runnable?: number;
}

/** So much of what it uses at full speed is noise: accounting is brought up to date at ticks. */
const still = 0.1;

/**
 * nr_periods and nr_throttled are counted up at the end of a period (do_sched_cfs_period_timer, kernel/sched/fair.c), and the
 * timer sleeps while nothing runs: what follows such a sleep belongs to the period that it began.
 */
export function bandwidthPeriods({ readings }: BurstReadings, level: number, fullSpeed: number): BandwidthPeriod[] {
  const found: BandwidthPeriod[] = [];
  let begin = 0;
  for (let index = 1; index < readings.length; index++) {
    const [first, last] = [readings[begin], readings[index]];
    const [start, end] = [first?.counters[level], last?.counters[level]];
    if (first === undefined || last === undefined || start === undefined || end === undefined) continue;
    const periods = end.periods - start.periods;
    if (periods <= 0) continue;
    const throttled = Math.max(0, end.throttled - start.throttled);
    const within = readings.slice(begin, index + 1);
    const scans = within.flatMap(({ runnable }) => (runnable === undefined ? [] : [runnable]));
    found.push({
      fromMs: first.atMs,
      toMs: last.atMs,
      periods,
      throttled,
      usedMs: Math.max(0, end.usedUs - start.usedUs) / 1e3,
      ...useOf(within, level),
      stalledMs: throttled > 0 ? stallAtEnd(within, level, fullSpeed) : 0,
      ...(scans.length === 0 ? {} : { runnable: scans.reduce((most, one) => Math.max(most, one), 0) }),
    });
    begin = index;
  }
  return found;
}

/**
 * The last interval holds the end of the period, and what ran after it: at full speed that took a part of the interval, the
 * rest was stall. Before it, what used nothing.
 */
function stallAtEnd(within: BurstReadings["readings"], level: number, fullSpeed: number): number {
  let stalled = 0;
  for (let index = within.length - 1; index > 0; index--) {
    const [before, after] = [within[index - 1], within[index]];
    if (before === undefined || after === undefined) break;
    const ms = after.atMs - before.atMs;
    const ran =
      Math.max(0, (after.counters[level]?.usedUs ?? 0) - (before.counters[level]?.usedUs ?? 0)) / 1e3 / fullSpeed;
    if (index === within.length - 1) stalled += Math.max(0, ms - ran);
    else if (ran <= still * ms) stalled += ms;
    else break;
  }
  return stalled;
}

function useOf(within: BurstReadings["readings"], level: number): Pick<BandwidthPeriod, "firstUseMs" | "lastUseMs"> {
  const used = (index: number) => within[index]?.counters[level]?.usedUs ?? 0;
  const uses = within.flatMap((_, index) => (index > 0 && used(index) > used(index - 1) ? [index] : []));
  const start = within[0]?.atMs ?? 0;
  return {
    firstUseMs: within[(uses[0] ?? 1) - 1]?.atMs ?? start,
    lastUseMs: within[uses.at(-1) ?? 0]?.atMs ?? start,
  };
}
