import type { Interval } from "../../documents/facts.generated.ts";
import { mergeIntervals } from "../../tools/histogram/merge-intervals.ts";

/** At most so many, each of as many of the given as it takes. */
export function coarserIntervals(intervals: readonly Interval[], most: number): Interval[] {
  const together = Math.ceil(intervals.length / most);
  return intervals.flatMap((first, index) => {
    if (index % together !== 0) return [];
    const some = intervals.slice(index, index + together);
    return [{ from: first.from, to: some.at(-1)?.to ?? first.to, buckets: mergeIntervals(some) }];
  });
}
