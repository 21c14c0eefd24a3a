/** What a figure shows, in a sentence: for those who do not see it, and for those who do not want to read it off. */
import type { Bucket, Interval, Unit } from "../../documents/facts.generated.ts";
import { formatNumber, formatQuantity } from "../../documents/format-quantity.ts";
import { quantileBucket } from "../../tools/histogram/quantile.ts";
import type { ChartSeries, ChartTrend, StackPart } from "../exhibit.ts";
import { frameLabel } from "../flamegraph/frame-kind.ts";
import type { HeaviestPath } from "../flamegraph/heaviest-path.ts";
import { rangeText, spanText } from "../words/range-text.ts";

export function flamegraphAnswer(path: HeaviestPath | undefined, total: number, unit: Unit): string {
  if (path === undefined) return `${formatQuantity(total, unit)}.`;
  const share = formatQuantity(path.share * 100, "percent");
  return `${share} of ${formatQuantity(total, unit)} are in ${frameLabel(path.frames.at(-1) ?? "")} and what it calls.`;
}

export function seriesAnswer(series: readonly ChartSeries[], unit: Unit): string {
  return series
    .map(({ name, points, trend }) => {
      const values = points.map(([, value]) => value);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const [least, most] = values.reduce(
        ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
        [Infinity, -Infinity],
      );
      const value = formatQuantity(mean, unit);
      const told =
        least === most ? `${value} throughout.` : `${value} on average, within ${spanText(least, most, unit)}.`;
      return `${series.length > 1 ? `${name}: ` : ""}${told}${trend === undefined ? "" : ` ${trendAnswer(trend, unit)}`}`;
    })
    .join(" ");
}

/** Each part's mean and its share of the whole, the largest first. */
export function stackAnswer(parts: readonly StackPart[], unit: Unit): string {
  const means = parts
    .map(({ name, values }) => ({ name, mean: values.reduce((sum, value) => sum + value, 0) / values.length }))
    .toSorted((a, b) => b.mean - a.mean);
  const all = means.reduce((sum, { mean }) => sum + mean, 0);
  const told = means.map(({ name, mean }) => `${name} ${formatQuantity(mean, unit)}`);
  return `${formatQuantity(all, unit)} on average: ${told.join(", ")}.`;
}

/** What changed over time, by the two intervals that differ most. */
export function heatmapAnswer(intervals: readonly Interval[], unit: Unit): string {
  const worst = intervals
    .flatMap(({ from, to, buckets }) => {
      const late = quantileBucket(buckets, 0.99);
      return late === undefined ? [] : [{ from, to, late }];
    })
    .toSorted((a, b) => b.late.low - a.late.low);
  const [first, last] = [worst[0], worst.at(-1)];
  if (first === undefined || last === undefined) return "";
  const range = (late: Bucket) => rangeText(late, unit);
  if (first.late.low === last.late.low) return `The 99th percentile is ${range(first.late)} all the time.`;
  return `The 99th percentile is ${range(last.late)} at its best and ${range(first.late)} at its worst, ${formatQuantity(first.from, "seconds")} into the window.`;
}

/** By the minute: a second is too short for what grows, an hour is not what was watched. */
function trendAnswer({ drift, low, high }: ChartTrend, unit: Unit): string {
  const sign = drift > 0 ? "+" : "";
  return `Its trend is ${sign}${formatQuantity(drift * 60, unit)} a minute (${formatQuantity(low * 60, unit)} to ${formatQuantity(high * 60, unit)} with 95${"\u202f"}% confidence).`;
}

/** Quantiles as the upper ends of their buckets: a bucket tells no more. */
export function histogramAnswer(buckets: readonly Bucket[], unit: Unit): string {
  const all = buckets.reduce((sum, { count }) => sum + count, 0);
  const below = (share: number) => quantileBucket(buckets, share)?.high ?? 0;
  const [half, most, every] = [0.5, 0.99, 1].map((share) => formatQuantity(below(share), unit));
  return `${formatNumber(all)} counted: half below ${half}, 99${"\u202f"}% below ${most}, all below ${every}.`;
}
