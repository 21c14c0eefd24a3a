import type { Bucket } from "../../documents/facts.generated.ts";

/** The bucket in which a quantile falls (0.99: one value in a hundred is in it or above). Undefined without values. */
export function quantileBucket(buckets: readonly Bucket[], quantile: number): Bucket | undefined {
  const total = countOf(buckets);
  if (total === 0) return undefined;
  const rank = Math.max(1, Math.ceil(quantile * total));
  let seen = 0;
  for (const bucket of buckets) {
    seen += bucket.count;
    if (seen >= rank) return bucket;
  }
  return buckets.at(-1);
}

export function countOf(buckets: readonly Bucket[]): number {
  return buckets.reduce((sum, { count }) => sum + count, 0);
}

/** Percent of values that are certainly at or above a bound: a bucket that straddles it is not counted. */
export function certainShareFrom(buckets: readonly Bucket[], bound: number): number {
  const above = countOf(buckets.filter(({ low }) => low >= bound));
  const total = countOf(buckets);
  return total === 0 ? 0 : (100 * above) / total;
}
