import type { Bucket, Fact, Facts, SeriesFact } from "../../documents/facts.generated.ts";
import { mergeIntervals } from "../../tools/histogram/merge-intervals.ts";
import { trendOf } from "./trend.ts";

/** The facts of a run as expressions see them: step → fact → plain value. */
export function factValues(facts: Facts["steps"]): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(facts).map(([step, values]) => [
      step,
      Object.fromEntries(
        Object.entries(values).flatMap(([name, fact]) => {
          const value = factValue(fact);
          return value === undefined ? [] : [[name, value]];
        }),
      ),
    ]),
  );
}

function factValue(fact: Fact): unknown {
  switch (fact.kind) {
    case "number":
    case "string":
    case "boolean":
      return fact.value;
    case "series":
      return seriesValue(fact);
    case "histogram":
      return histogramValue(fact.buckets);
    case "histogram-series":
      return histogramValue(mergeIntervals(fact.intervals));
    case "profile":
      return { total: fact.total, stacks: fact.stacks };
    case "table":
      return fact.rows.map((row) => Object.fromEntries(fact.columns.map(({ name }, index) => [name, row[index]])));
  }
}

/** A series without points has no first, last or mean: to expressions it is a missing fact. */
function seriesValue({ points }: SeriesFact): unknown {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const values = points.map(([, value]) => value);
  const sum = values.reduce((total, value) => total + value, 0);
  return {
    first: first[1],
    last: last[1],
    min: values.reduce((a, b) => Math.min(a, b)),
    max: values.reduce((a, b) => Math.max(a, b)),
    mean: sum / values.length,
    trend: trendOf(points),
  };
}

/**
 * Quantiles as the upper bound of the bucket in which they fall: the buckets tell no more. Of nothing there are none:
 * to expressions an empty histogram is a missing fact, and not one with a p99 of 0.
 */
function histogramValue(buckets: readonly Bucket[]): unknown {
  const count = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  if (count === 0) return undefined;
  const upperBound = (share: number) => {
    let seen = 0;
    for (const bucket of buckets) {
      seen += bucket.count;
      if (seen >= share * count && bucket.count > 0) return bucket.high;
    }
    return 0;
  };
  return { count, p50: upperBound(0.5), p90: upperBound(0.9), p99: upperBound(0.99), max: upperBound(1) };
}
