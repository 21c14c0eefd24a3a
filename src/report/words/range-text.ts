import type { Bucket, Unit } from "../../documents/facts.generated.ts";
import { formatQuantity } from "../../documents/format-quantity.ts";

/** `16–32 µs`; the upper end is not part of it. */
export function rangeText({ low, high }: Bucket, unit: Unit): string {
  return low === 0 && unit !== "count" ? `below ${formatQuantity(high, unit)}` : spanText(low, high, unit);
}

/** `98.5–195 % of one core`. */
export function spanText(low: number, high: number, unit: Unit): string {
  const [from, to] = [formatQuantity(low, unit), formatQuantity(high, unit)];
  const [number, name] = from.split("\u202f");
  return name !== undefined && to.endsWith(`\u202f${name}`) ? `${number}–${to}` : `${from}–${to}`;
}

/** Without the empty ranges at both ends; those between are part of the shape. */
export function usedBuckets(buckets: readonly Bucket[]): readonly Bucket[] {
  const first = buckets.findIndex(({ count }) => count > 0);
  const last = buckets.findLastIndex(({ count }) => count > 0);
  return first < 0 ? [] : buckets.slice(first, last + 1);
}
