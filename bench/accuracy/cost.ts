import { median } from "../median.ts";

/** In percent of the workload's throughput without diag. */
export interface Cost {
  /** What is missing while diag is attached. */
  readonly lost: number;
  /** By how much two stretches without diag, before and after, differ: a cost below it cannot be told from none. */
  readonly noise: number;
}

/** @param before Units of work in each second without diag; then with it, and without again. Nothing where too few seconds tell. */
export function costOf(
  before: readonly number[],
  attached: readonly number[],
  after: readonly number[],
): { readonly cost?: Cost } {
  if (before.length === 0 || attached.length === 0 || after.length === 0) return {};
  const [first, last] = [median(before), median(after)];
  const alone = (first + last) / 2;
  if (alone === 0) return {};
  return { cost: { lost: (100 * (alone - median(attached))) / alone, noise: (100 * Math.abs(first - last)) / alone } };
}
