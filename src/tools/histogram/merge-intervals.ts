import type { Bucket, Interval } from "../../documents/facts.generated.ts";

/** All intervals as one: counts of the same range added up, ascending. */
export function mergeIntervals(intervals: readonly Pick<Interval, "buckets">[]): Bucket[] {
  const merged = new Map<number, Bucket>();
  for (const { low, high, count } of intervals.flatMap(({ buckets }) => buckets)) {
    merged.set(low, { low, high, count: (merged.get(low)?.count ?? 0) + count });
  }
  return [...merged.values()].toSorted((a, b) => a.low - b.low);
}
