import type { FactDeclaration } from "../fact-declaration.ts";

/** How many bursts the table shows, the longest stalls first. */
export const shownBursts = 30;
export const shownSharers = 20;

/** Everything about throttling is absent where no cgroup on the path has a limit. */
export const cpuBurstDeclarations = {
  limited: { kind: "boolean", description: "A cgroup on the path up has a CPU quota (cpu.max; cpu.cfs_quota_us)." },
  quota: {
    kind: "number",
    unit: "percent-of-core",
    optional: true,
    description: "The quota that throttles, else the tightest on the path: quota per period.",
  },
  quotaTime: {
    kind: "number",
    unit: "milliseconds",
    optional: true,
    description: "The same as CPU time in each period.",
  },
  period: { kind: "number", unit: "milliseconds", optional: true, description: "Its enforcement period." },
  burst: {
    kind: "number",
    unit: "milliseconds",
    optional: true,
    description:
      "What may be saved up from quieter periods (cpu.max.burst; cpu.cfs_burst_us). Absent where the kernel has no such file (before 5.14).",
  },
  limitedBy: { kind: "string", optional: true, description: "The cgroup that sets it, ids shortened to 12 digits." },
  limitedByKind: {
    kind: "string",
    optional: true,
    description: "own: the target's own cgroup; container, pod or above: one above it.",
  },
  usage: {
    kind: "number",
    unit: "percent-of-core",
    optional: true,
    description: "CPU time that the target's own cgroup used per wall time (usage_usec; cpuacct.usage).",
  },
  limitedUsage: {
    kind: "number",
    unit: "percent-of-core",
    optional: true,
    description: "The same of the cgroup that sets the quota, with everything in it.",
  },
  usageOfQuota: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "limitedUsage as a share of the quota: near 100 where it wants more than the quota all the time.",
  },
  periods: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "Periods that passed (nr_periods): only those count in which something ran.",
  },
  throttledPeriods: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "Periods in which the quota was used up and a thread had to wait (nr_throttled).",
  },
  throttledShare: { kind: "number", unit: "percent", optional: true, description: "Throttled periods per period." },
  throttledTime: {
    kind: "number",
    unit: "milliseconds",
    optional: true,
    description: "Time throttled, added up over CPUs (throttled_usec; throttled_time).",
  },
  stalledShare: {
    kind: "number",
    unit: "percent",
    optional: true,
    description:
      "Share of wall time in which a throttled group used no CPU any more: from its last use to the period's end.",
  },
  stallLongest: {
    kind: "number",
    unit: "milliseconds",
    optional: true,
    description: "The longest such time in one period.",
  },
  stallMean: {
    kind: "number",
    unit: "milliseconds",
    optional: true,
    description: "Its mean over the throttled periods.",
  },
  wanting: {
    kind: "number",
    unit: "count",
    optional: true,
    description:
      "Threads of the target that wanted a CPU at once in throttled periods (state R), the median over bursts.",
  },
  wantingMost: { kind: "number", unit: "count", optional: true, description: "The most of it." },
  wantedShare: {
    kind: "number",
    unit: "percent",
    optional: true,
    description:
      "Share of the scans of its threads (27 a second) in which one of the target's at least wanted a CPU: near 100 where it never has nothing to do.",
  },
  cpusAtOnce: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "CPUs that those threads can use at once: no more than the target may run on.",
  },
  usedUpIn: {
    kind: "number",
    unit: "milliseconds",
    optional: true,
    description: "After so much of a period the quota is used up, when cpusAtOnce are used: quotaTime / cpusAtOnce.",
  },
  threads: { kind: "number", unit: "count", description: "Threads of the target." },
  allowedCpus: { kind: "number", unit: "count", description: "CPUs that it may run on (Cpus_allowed_list)." },
  threadSetting: {
    kind: "string",
    optional: true,
    description:
      "How its runtime was told how many threads to run: GOMAXPROCS=8, -XX:ActiveProcessorCount=4. Absent without.",
  },
  threadsFit: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "Threads that may run all the time without using up the quota: its whole CPUs, one at the least.",
  },
  bursts: {
    kind: "table",
    optional: true,
    description: `Throttled periods in a row, and what was left to do after them: the ${shownBursts} that stalled longest, in order of time.`,
    columns: {
      at: { kind: "number", unit: "seconds", description: "When it began." },
      periods: { kind: "number", unit: "count", description: "Periods throttled in a row." },
      lasted: { kind: "number", unit: "milliseconds", description: "From its first use of a CPU to its last." },
      work: { kind: "number", unit: "milliseconds", description: "CPU time used in it." },
      stalled: { kind: "number", unit: "milliseconds", description: "Wall time in which it used no CPU." },
      threads: { kind: "number", unit: "count", description: "Threads that wanted a CPU at once, the most seen." },
    },
  },
  burstCount: { kind: "number", unit: "count", optional: true, description: "How many bursts were throttled." },
  burstWork: {
    kind: "number",
    unit: "milliseconds",
    optional: true,
    description: "CPU time that a burst takes: the median.",
  },
  burstLasted: {
    kind: "number",
    unit: "milliseconds",
    optional: true,
    description: "Wall time that a burst takes: the median.",
  },
  burstUnthrottled: {
    kind: "number",
    unit: "milliseconds",
    optional: true,
    description:
      "Wall time that the median burst would take on cpusAtOnce CPUs without a quota: burstWork / cpusAtOnce.",
  },
  limitNeeded: {
    kind: "number",
    unit: "percent-of-core",
    optional: true,
    description:
      "The limit that lets 95 % of the bursts pass: what each asks for within one period, all its work or what cpusAtOnce CPUs give, whichever is less. Rounded up to 5 % of a core, and above the quota as it is.",
  },
  burstNeeded: {
    kind: "number",
    unit: "milliseconds",
    optional: true,
    description:
      "The cpu.max.burst that lets 95 % of the bursts pass the quota as it is: how far their demand runs ahead of it. Rounded up to 5 ms.",
  },
  burstFits: {
    kind: "boolean",
    optional: true,
    description:
      "The kernel would take burstNeeded (it must not exceed the quota), and quieter periods leave enough to save up: the mean use is below 80 % of the quota.",
  },
  sharers: {
    kind: "table",
    optional: true,
    description: `Of a limit above the target: what shares it, the ${shownSharers} that use most.`,
    columns: {
      cgroup: { kind: "string", description: "Below the cgroup that sets the limit." },
      cpu: { kind: "number", unit: "percent-of-core", description: "CPU time used per wall time." },
      isTarget: { kind: "boolean", description: "The target is in it." },
    },
  },
  othersUsage: {
    kind: "number",
    unit: "percent-of-core",
    optional: true,
    description: "Of a limit above the target: what everything in it but the target used.",
  },
  topSharer: { kind: "string", optional: true, description: "Of them the one that used most, beside the target." },
  topSharerCpu: { kind: "number", unit: "percent-of-core", optional: true, description: "What it used." },
  usageOverTime: {
    kind: "series",
    unit: "percent-of-core",
    optional: true,
    description: "Use of the cgroup that sets the quota, in each tenth of a second or more.",
  },
  quotaOverTime: {
    kind: "series",
    unit: "percent-of-core",
    optional: true,
    description: "The quota, to compare it with.",
  },
} as const satisfies Record<string, FactDeclaration>;
