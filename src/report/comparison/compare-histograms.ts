import type { Bucket } from "../../documents/facts.generated.ts";
import { countOf } from "../../tools/histogram/quantile.ts";
import { type Both, mapBoth } from "./both.ts";
import type { Change } from "./change.ts";
import { criticalDistance } from "./significance.ts";

/** A tenth of the values has moved. */
const leastDistance = 0.1;

/**
 * By the largest distance between both cumulative distributions, at ends of buckets: within a bucket nothing is known.
 *
 * @returns undefined where a run has no value.
 */
export function compareHistograms({ before, after }: Both<readonly Bucket[]>): Change | undefined {
  const counts = mapBoth({ before, after }, countOf);
  if (counts.before === 0 || counts.after === 0) return undefined;
  let [toHigher, toLower] = [0, 0];
  for (const end of comparableEnds(before, after)) {
    const difference = below(before, end) / counts.before - below(after, end) / counts.after;
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

/** Ends of buckets that no bucket of either histogram lies across. */
function comparableEnds(...histograms: readonly (readonly Bucket[])[]): number[] {
  const buckets = histograms.flat();
  const ends = new Set(buckets.map(({ high }) => high));
  return [...ends].filter((end) => !buckets.some(({ low, high }) => low < end && end < high));
}

function below(buckets: readonly Bucket[], end: number): number {
  return buckets.reduce((sum, { high, count }) => (high <= end ? sum + count : sum), 0);
}
