import type { BandwidthPeriod } from "./bandwidth-periods.ts";

/** Throttled periods in a row, with what was left to do after them. */
export interface Burst {
  readonly atMs: number;
  readonly periods: number;
  readonly lastedMs: number;
  /** CPU time that it took in all. */
  readonly workMs: number;
  readonly stalledMs: number;
  /** Threads that wanted a CPU at once, the most that was seen. */
  readonly threads: number;
}

export function burstsOf(periods: readonly BandwidthPeriod[]): Burst[] {
  const found: Burst[] = [];
  let open: BandwidthPeriod[] = [];
  const close = () => {
    const [first, last] = [open[0], open.at(-1)];
    if (first !== undefined && last !== undefined) found.push(burst(open, first, last));
    open = [];
  };
  for (const period of periods) {
    if (period.throttled > 0) open.push(period);
    else if (open.length > 0) {
      open.push(period);
      close();
    }
  }
  close();
  return found;
}

function burst(open: readonly BandwidthPeriod[], first: BandwidthPeriod, last: BandwidthPeriod): Burst {
  const sum = (amount: (period: BandwidthPeriod) => number) => open.reduce((total, one) => total + amount(one), 0);
  return {
    atMs: first.firstUseMs,
    periods: sum(({ throttled }) => throttled),
    lastedMs: Math.max(0, last.lastUseMs - first.firstUseMs),
    workMs: sum(({ usedMs }) => usedMs),
    stalledMs: sum(({ stalledMs }) => stalledMs),
    threads: open.reduce((most, { runnable }) => Math.max(most, runnable ?? 0), 0),
  };
}

/** CPU time that a burst asks for within one period if nothing stops it: all of it, or what so many CPUs can give. */
export function needOfPeriod(burst: Burst, cpus: number, periodMs: number): number {
  return Math.min(burst.workMs, cpus * periodMs);
}

/**
 * What must be saved up from quieter periods (cpu.max.burst) for the burst to pass a quota: the most that demand is ahead of
 * the quota at the end of any of its periods.
 */
export function savedUpNeed(burst: Burst, cpus: number, quotaMs: number, periodMs: number): number {
  const lasts = Math.max(1, Math.ceil(burst.workMs / (cpus * periodMs)));
  const ahead = (period: number) => Math.min(burst.workMs, period * cpus * periodMs) - period * quotaMs;
  // Demand runs ahead at a steady pace until its last full period: the most is there or at its end.
  return Math.max(0, ahead(lasts), ahead(Math.max(1, lasts - 1)));
}

/** Nearest rank; the largest where there are fewer than twenty for 95 %. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
