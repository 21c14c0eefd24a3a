import { formatNumber, formatQuantity } from "../../documents/format-quantity.ts";
import { countOf, quantileBucket } from "../../tools/histogram/quantile.ts";
import type {
  ChartExhibit,
  FlamegraphExhibit,
  HeatmapExhibit,
  HistogramExhibit,
  StackExhibit,
  TableExhibit,
} from "../exhibit.ts";
import { frameLabel } from "../flamegraph/frame-kind.ts";
import { rangeText, spanText, usedBuckets } from "../words/range-text.ts";
import { code, figures, type Grid, words } from "./grid.ts";
import { numberColumn } from "./number-column.ts";

const shownReadings = 60;

export function functionGrid({ topFunctions, total, unit }: FlamegraphExhibit): Grid {
  const share = (weight: number) => (100 * weight) / total;
  const own = numberColumn(
    "self",
    topFunctions.map(({ self }) => share(self)),
    "percent",
  );
  const all = numberColumn(
    "with what it calls",
    topFunctions.map((one) => share(one.total)),
    "percent",
  );
  return {
    caption: `The ${topFunctions.length} functions with most of their own, of ${formatQuantity(total, unit)}`,
    columns: [code("function"), figures(own.heading), figures(all.heading)],
    rows: topFunctions.map((one) => [frameLabel(one.name), own.cell(share(one.self)), all.cell(share(one.total))]),
  };
}

export function tableGrid({ title, columns, rows }: TableExhibit): Grid {
  const shaped = columns.map((column, index) => {
    if (column.kind !== "number")
      return { column: column.kind === "string" && index === 0 ? code(column.name) : words(column.name), cell: String };
    const values = rows.map((row) => row[index]).filter((value) => typeof value === "number");
    const numbers = numberColumn(column.name, values, column.unit);
    return {
      column: figures(numbers.heading),
      cell: (value: unknown) => (typeof value === "number" ? numbers.cell(value) : String(value)),
    };
  });
  return {
    caption: title,
    columns: shaped.map(({ column }) => column),
    rows: rows.map((row) => shaped.map(({ cell }, index) => cell(row[index] ?? ""))),
  };
}

/** Rows by the first series' times. */
export function chartGrid({ title, series, unit }: ChartExhibit): Grid {
  const times = series[0]?.points.map(([at]) => at) ?? [];
  const step = Math.ceil(times.length / shownReadings) || 1;
  const shown = [...times.keys()].filter((index) => index % step === 0);
  return {
    caption: step === 1 ? title : `${title}: one reading in ${step}`,
    columns: [figures("time"), ...series.map(({ name }) => figures(name))],
    rows: shown.map((index) => [
      formatQuantity(times[index] ?? 0, "seconds"),
      ...series.map(({ points }) => (points[index] === undefined ? "" : formatQuantity(points[index][1], unit))),
    ]),
  };
}

/** A row a reading, the lowest part first. */
export function stackGrid({ title, times, parts, unit }: StackExhibit): Grid {
  const step = Math.ceil(times.length / shownReadings) || 1;
  const columns = parts.map(({ name, values }) => ({ ...numberColumn(name, values, unit), values }));
  return {
    caption: step === 1 ? title : `${title}: one reading in ${step}`,
    columns: [figures("time"), ...columns.map(({ heading }) => figures(heading))],
    rows: times.flatMap((at, index) =>
      index % step === 0
        ? [[formatQuantity(at, "seconds"), ...columns.map(({ cell, values }) => cell(values[index] ?? 0))]]
        : [],
    ),
  };
}

/** A row an interval: how many, and in which ranges the median, the 99th percentile and the largest fall. */
export function heatmapGrid({ title, intervals, unit }: HeatmapExhibit): Grid {
  const shares = [0.5, 0.99, 1];
  return {
    caption: title,
    columns: ["time", "count", "median", "99th percentile", "largest"].map(figures),
    rows: intervals.map(({ from, to, buckets }) => [
      spanText(from, to, "seconds"),
      formatNumber(countOf(buckets)),
      ...shares.map((share) => {
        const bucket = quantileBucket(buckets, share);
        return bucket === undefined ? "" : rangeText(bucket, unit);
      }),
    ]),
  };
}

export function histogramGrid({ title, buckets, unit }: HistogramExhibit): Grid {
  const all = buckets.reduce((sum, { count }) => sum + count, 0);
  const shares = numberColumn(
    "share",
    buckets.map(({ count }) => (100 * count) / all),
    "percent",
  );
  return {
    caption: title,
    columns: [figures("range"), figures("count"), figures(shares.heading)],
    rows: usedBuckets(buckets).map((bucket) => [
      rangeText(bucket, unit),
      formatNumber(bucket.count),
      shares.cell((100 * bucket.count) / all),
    ]),
  };
}
