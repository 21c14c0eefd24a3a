import type { Bucket, HistogramFact } from "../../documents/facts.generated.ts";
import { type Both, mapBoth } from "./both.ts";
import type { Change } from "./change.ts";
import { criticalDistance } from "./significance.ts";

/** A tenth of the values has moved. */
const leastDistance = 0.1;

/**
 * By the largest distance between both cumulative distributions, at ends of buckets that both have: within a bucket nothing is
 * known.
 *
 * @returns undefined where a run has no value.
 */
export function compareHistograms({ before, after }: Both<Pick<HistogramFact, "buckets">>): Change | undefined {
  const counts = mapBoth({ before, after }, ({ buckets }) => buckets.reduce((sum, { count }) => sum + count, 0));
  if (counts.before === 0 || counts.after === 0) return undefined;
  let [toHigher, toLower] = [0, 0];
  for (const end of commonEnds(before.buckets, after.buckets)) {
    const difference = below(before.buckets, end) / counts.before - below(after.buckets, end) / counts.after;
    toHigher = Math.max(toHigher, difference);
    toLower = Math.max(toLower, -difference);
  }
  const isChange = (distance: number) => distance >= leastDistance && distance > criticalDistance(counts);
  const [isHigher, isLower] = [isChange(toHigher), isChange(toLower)];
  // Both: some values got larger and others smaller, so that the shape is another one.
  return {
    change: isHigher && isLower ? "other" : isHigher ? "more" : isLower ? "less" : "same",
    rule: "distribution",
  };
}

function commonEnds(some: readonly Bucket[], others: readonly Bucket[]): number[] {
  const ends = new Set(others.map(({ high }) => high));
  return some.map(({ high }) => high).filter((high) => ends.has(high));
}

function below(buckets: readonly Bucket[], end: number): number {
  return buckets.reduce((sum, { high, count }) => (high <= end ? sum + count : sum), 0);
}
