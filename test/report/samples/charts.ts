import type { Fact, Facts, Interval } from "../../../src/documents/facts.generated.ts";
import type { ReportInput } from "../../../src/report/report-input.ts";
import { cpuHot } from "./cpu-hot.ts";

const seconds = Array.from({ length: 60 }, (_, index) => index + 1);
const MiB = 1024 ** 2;

/** A minute of a service that leaks, is held back by its CPU limit twice, and whose threads wait longer from then on. */
export async function everyChart(): Promise<ReportInput> {
  const input = await cpuHot();
  const steps: Facts["steps"] = {
    ...input.facts?.steps,
    limit: {
      usageOverTime: series("percent-of-core", (at) => 120 + 60 * Math.sin(at / 6) + (at > 34 ? 20 : 0)),
      throttledOverTime: series("percent-of-core", (at) => ((at > 20 && at <= 26) || at > 50 ? 40 : 0)),
      quota: { kind: "number", unit: "percent-of-core", value: 200 },
    },
    host: {
      userOverTime: series("percent", (at) => 48 + 18 * Math.sin(at / 6)),
      systemOverTime: series("percent", (at) => 14 + 4 * Math.cos(at / 3)),
      interruptsOverTime: series("percent", (at) => 2 + Math.sin(at)),
      stealOverTime: series("percent", (at) => (at > 40 ? 6 : 1)),
    },
    cgroup: {
      anonymous: series("bytes", (at) => (180 + 2.9 * at) * MiB),
      shared: series("bytes", () => 12 * MiB),
      kernel: series("bytes", (at) => (21 + at / 20) * MiB),
      sockets: series("bytes", () => 0.4 * MiB),
      pageCache: series("bytes", (at) => (90 - at) * MiB),
      limit: { kind: "number", unit: "bytes", value: 512 * MiB },
    },
    waits: {
      latency: { kind: "histogram", unit: "microseconds", buckets: bucketsAt(30) },
      latencyOverTime: {
        kind: "histogram-series",
        unit: "microseconds",
        intervals: seconds.map((to): Interval => ({ from: to - 1, to, buckets: bucketsAt(to) })),
      },
    },
  };
  const [cpuTime, memory, states] = ["CPU time against the limit", "Memory by kind", "What the CPUs did"];
  return {
    ...input,
    manifest: { ...input.manifest, window: { from: "2026-11-23T13:36:01.420Z", to: "2026-11-23T13:37:01.420Z" } },
    facts: { schema: "diag/facts/v1", steps },
    playbookSections: [
      { kind: "chart", fact: "limit.usageOverTime", title: cpuTime, trend: true },
      { kind: "chart", fact: "limit.quota", title: cpuTime },
      { kind: "chart", fact: "limit.throttledOverTime", title: cpuTime, mark: true },
      { kind: "heatmap", fact: "waits.latencyOverTime", title: "How long threads waited, over time" },
      { kind: "stack", fact: "host.userOverTime", title: states },
      { kind: "stack", fact: "host.systemOverTime", title: states },
      { kind: "stack", fact: "host.interruptsOverTime", title: states },
      { kind: "stack", fact: "host.stealOverTime", title: states },
      { kind: "stack", fact: "cgroup.anonymous", title: memory },
      { kind: "stack", fact: "cgroup.shared", title: memory },
      { kind: "stack", fact: "cgroup.kernel", title: memory },
      { kind: "stack", fact: "cgroup.sockets", title: memory },
      { kind: "stack", fact: "cgroup.pageCache", title: memory },
      { kind: "stack", fact: "cgroup.limit", title: memory },
      { kind: "histogram", fact: "waits.latency", title: "How long threads waited for a CPU" },
    ],
  };
}

function series(unit: "bytes" | "percent" | "percent-of-core", value: (at: number) => number): Fact {
  return { kind: "series", unit, points: seconds.map((at) => [at, value(at)]) };
}

/** From the 35th second on a second hump, at the length of a time slice. */
function bucketsAt(second: number) {
  return Array.from({ length: 15 }, (_, power) => {
    const early = 900 * Math.exp(-(((power - 3) / 2) ** 2));
    const late = second > 34 ? 60 * Math.exp(-(((power - 12) / 1.2) ** 2)) : 0;
    return { low: power === 0 ? 0 : 2 ** power, high: 2 ** (power + 1), count: Math.floor(early + late) };
  }).filter(({ count }) => count > 0);
}
