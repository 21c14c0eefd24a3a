import { histogram, number, percent } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { intervalHistograms } from "../histogram/interval-histograms.ts";
import { parseLog2Histogram } from "../histogram/log2-histogram.ts";
import { certainShareFrom, countOf, quantileBucket } from "../histogram/quantile.ts";
import type { ParseContext, Parsed, RawOutput } from "../tool.ts";
import { windowSeconds } from "../window.ts";

const upperBound = "upper bound of the power-of-two bucket in which it falls. Absent when nothing waited.";

export const runQueueFactDeclarations = {
  latency: {
    kind: "histogram",
    unit: "microseconds",
    description: "Time from runnable (sched_wakeup, or preempted at sched_switch) to running.",
  },
  latencyOverTime: {
    kind: "histogram-series",
    unit: "microseconds",
    optional: true,
    description: "The same, each second. Absent from output that is not by the second.",
  },
  waits: { kind: "number", unit: "count", description: "How often a thread was put on a CPU after waiting for one." },
  p50High: { kind: "number", unit: "microseconds", optional: true, description: `Median wait, as the ${upperBound}` },
  p99High: {
    kind: "number",
    unit: "microseconds",
    optional: true,
    description: `99th percentile of the waits, as the ${upperBound}`,
  },
  maxHigh: { kind: "number", unit: "microseconds", optional: true, description: `Longest wait, as the ${upperBound}` },
  over1ms: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Share of waits that were certainly 1 ms or longer: buckets from 1024 µs up.",
  },
  over10ms: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Share of waits that were certainly 10 ms or longer: buckets from 16384 µs up.",
  },
  waiting: {
    kind: "number",
    unit: "percent-of-core",
    description:
      "Time spent runnable but not running per wall time, at the least (lower bounds of the buckets): 100 is one thread waiting all the time.",
  },
} as const satisfies Record<string, FactDeclaration>;

type RunQueueFacts = Partial<Record<keyof typeof runQueueFactDeclarations, ParsedFact>>;

/** Every variant prints microseconds in a log2 histogram. */
export function parseRunQueueLatency(output: RawOutput, context: ParseContext): Parsed {
  const buckets = parseLog2Histogram(output.stdout);
  const waits = countOf(buckets);
  const waited = buckets.reduce((sum, { low, count }) => sum + low * count, 0);
  const windowUs = windowSeconds(context.args) * 1e6;
  if (waits === 0 && !sawItsStart(output)) return { facts: {}, notes: [] };
  const intervals = intervalHistograms(output.stdout);
  const counted: RunQueueFacts = {
    latency: histogram(buckets, "microseconds"),
    ...(intervals.length === 0
      ? {}
      : { latencyOverTime: { kind: "histogram-series", unit: "microseconds", intervals } }),
    waits: number(waits, "count"),
    waiting: number((100 * waited) / windowUs, "percent-of-core"),
  };
  const notes = output.partial ? ["Tracing was cut short; what waited later is not in the histogram."] : [];
  if (waits === 0)
    return { facts: counted, notes: [...notes, "No thread of the target was put on a CPU while it was watched."] };
  return {
    facts: {
      ...counted,
      p50High: number(quantileBucket(buckets, 0.5)?.high ?? 0, "microseconds"),
      p99High: number(quantileBucket(buckets, 0.99)?.high ?? 0, "microseconds"),
      maxHigh: number(quantileBucket(buckets, 1)?.high ?? 0, "microseconds"),
      over1ms: percent(certainShareFrom(buckets, 1_000)),
      over10ms: percent(certainShareFrom(buckets, 10_000)),
    },
    notes,
  };
}

/** An empty histogram means that nothing waited only if the tool got as far as tracing: all of them print something then. */
function sawItsStart(output: RawOutput): boolean {
  return output.stdout.length > 0;
}
