import { flatKeyed } from "../kernel-files/flat-keyed.ts";
import type { Sample } from "../tool.ts";

/** CFS bandwidth of one cgroup at one time (Documentation/scheduler/sched-bwc.rst, cgroup-v2.rst). */
export interface Bandwidth {
  readonly cgroup: string;
  /** Cores × 100; absent without a limit. */
  readonly quota?: number;
  readonly periods: number;
  readonly throttledPeriods: number;
  /** Milliseconds, summed over the CPUs' run queues: it may pass faster than wall time. */
  readonly throttledMs: number;
  /** v2 counts use and throttling in one file. Seconds. */
  readonly usageSeconds?: number;
}

/** The bandwidth of each cgroup in a sample, deepest first. */
export function bandwidths(sample: Sample): Bandwidth[] {
  return Object.keys(sample.files)
    .filter((path) => path.endsWith("/cpu.stat"))
    .map((path) => bandwidth(path.slice(0, -"/cpu.stat".length), sample.files))
    .toSorted((a, b) => b.cgroup.length - a.cgroup.length);
}

function bandwidth(cgroup: string, files: Sample["files"]): Bandwidth {
  const stat = flatKeyed(files[`${cgroup}/cpu.stat`]);
  const quota =
    v2Quota(files[`${cgroup}/cpu.max`]) ??
    v1Quota(files[`${cgroup}/cpu.cfs_quota_us`], files[`${cgroup}/cpu.cfs_period_us`]);
  return {
    cgroup,
    ...(quota === undefined ? {} : { quota }),
    periods: stat["nr_periods"] ?? 0,
    throttledPeriods: stat["nr_throttled"] ?? 0,
    // v2 in microseconds, v1 in nanoseconds
    throttledMs: (stat["throttled_usec"] ?? 0) / 1e3 + (stat["throttled_time"] ?? 0) / 1e6,
    ...(stat["usage_usec"] === undefined ? {} : { usageSeconds: stat["usage_usec"] / 1e6 }),
  };
}

/** cpu.max is `QUOTA PERIOD` in microseconds; QUOTA is `max` without a limit. */
function v2Quota(text: string | undefined): number | undefined {
  const [, quota, period] = /^(\d+) (\d+)\s*$/.exec(text ?? "") ?? [];
  return share(quota, period);
}

/** cpu.cfs_quota_us is -1 without a limit. */
function v1Quota(quota: string | undefined, period: string | undefined): number | undefined {
  return share(/^(\d+)\s*$/.exec(quota ?? "")?.[1], /^(\d+)\s*$/.exec(period ?? "")?.[1]);
}

function share(quota: string | undefined, period: string | undefined): number | undefined {
  const value = (100 * Number(quota)) / Number(period);
  return quota !== undefined && Number.isFinite(value) && value > 0 ? value : undefined;
}
