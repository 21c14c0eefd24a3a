/** What a figure shows, in a sentence: for those who do not see it, and for those who do not want to read it off. */
import type { Bucket, Unit } from "../../documents/facts.generated.ts";
import { formatNumber, formatQuantity } from "../../documents/format-quantity.ts";
import { quantileBucket } from "../../tools/histogram/quantile.ts";
import type { ChartSeries, ChartTrend } from "../exhibit.ts";
import { frameLabel } from "../flamegraph/frame-kind.ts";
import type { HeaviestPath } from "../flamegraph/heaviest-path.ts";
import { spanText } from "../words/range-text.ts";

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
