import type { Fact } from "../../documents/facts.generated.ts";
import { formatQuantity } from "../../documents/format-quantity.ts";
import { describeFact } from "../../judge/describe-fact.ts";
import { mergeIntervals } from "../../tools/histogram/merge-intervals.ts";
import { countOf, quantileBucket } from "../../tools/histogram/quantile.ts";
import { rangeText, spanText } from "../words/range-text.ts";
import { quantile } from "./significance.ts";

/** A fact as it stands beside its counterpart: what is compared, in words, with its unit. */
export function factText(fact: Fact): string {
  if (fact.kind === "series" && fact.points.length > 0) {
    const values = fact.points.map(([, value]) => value).sort((a, b) => a - b);
    const text = formatQuantity(quantile(values, 0.5), fact.unit);
    const [low, high] = [quantile(values, 0.25), quantile(values, 0.75)];
    return low === high ? text : `${text} (half of it ${spanText(low, high, fact.unit)})`;
  }
  if (fact.kind === "histogram" || fact.kind === "histogram-series") {
    const buckets = fact.kind === "histogram" ? fact.buckets : mergeIntervals(fact.intervals);
    const middle = quantileBucket(buckets, 0.5);
    const late = quantileBucket(buckets, 0.99);
    if (middle === undefined || late === undefined) return "no values";
    return `median ${rangeText(middle, fact.unit)}, p99 ${rangeText(late, fact.unit)}, of ${formatQuantity(countOf(buckets), "count")}`;
  }
  return describeFact(fact);
}
