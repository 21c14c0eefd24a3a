import { max } from "d3-array";
import { scaleThreshold } from "d3-scale";
import type { Bucket } from "../../documents/facts.generated.ts";
import { formatNumber, formatQuantity } from "../../documents/format-quantity.ts";
import { mergeIntervals } from "../../tools/histogram/merge-intervals.ts";
import type { HeatmapExhibit } from "../exhibit.ts";
import { heatShades } from "./chart-style.ts";
import { type Medium, picture, type Width, widths } from "./frame.ts";
import { legend } from "./legend.ts";
import { clockEdges } from "./plot.ts";
import { element, type Svg, text } from "./svg-element.ts";
import { timeAxis, timeScale } from "./time-axis.ts";

const rowHeight = 16;

type Range = Pick<Bucket, "low" | "high">;

/**
 * Time from left to right, ranges from the bottom up with their bounds at the lines between them, and the stronger the colour the more.
 * Counts differ by powers, so each shade stands for a range of them.
 */
export function heatmapChart(exhibit: HeatmapExhibit, width: Width, medium: Medium): Svg {
  const { intervals, seconds, unit } = exhibit;
  const { left, right } = clockEdges[width];
  const rows = withoutGaps(mergeIntervals(intervals).filter(({ count }) => count > 0));
  const most = max(intervals, ({ buckets }) => max(buckets, ({ count }) => count)) ?? 1;
  const bounds = shadeBounds(most);
  const shadeOf = scaleThreshold<number, number>(bounds.slice(1), [...heatShades.keys()]);
  const names = legend(
    bounds.map((from, i) => ({
      name: countsText(from, (bounds[i + 1] ?? most + 1) - 1),
      line: `heat-sample-${i}`,
    })),
    widths[width],
  );
  const above = names.height + 12;
  const bottom = above + rows.length * rowHeight;
  const x = timeScale(seconds, left, right);
  const rowOf = new Map(rows.map(({ low }, i) => [low, bottom - (i + 1) * rowHeight]));
  const cells = intervals.flatMap(({ from, to, buckets }) =>
    buckets.flatMap(({ low, count }) => {
      const y = rowOf.get(low);
      return y === undefined || count <= 0 ? [] : [{ shade: shadeOf(count), path: cell(x(from), x(to), y) }];
    }),
  );
  const edges = [...rows.map(({ low }) => low), rows.at(-1)?.high ?? 0].map((value, i) => ({
    y: bottom - i * rowHeight,
    value,
  }));

  return picture({ id: exhibit.id, title: exhibit.title, description: exhibit.answer, width, medium }, bottom + 24, [
    ...names.content,
    ...edges.flatMap(({ y, value }) => [
      element("line", { class: "grid", x1: left, x2: right, y1: y, y2: y }),
      element(
        "text",
        { class: "quiet end", x: left - 8, y: y + 4 },
        text(value === 0 ? "0" : formatQuantity(value, unit)),
      ),
    ]),
    ...[...bounds.keys()].flatMap((shade) => {
      const path = cells.filter((one) => one.shade === shade).map((one) => one.path);
      return path.length === 0 ? [] : [element("path", { class: `heat-${shade}`, d: path.join("") })];
    }),
    ...timeAxis(seconds, x, width === "wide" ? 12 : 5, bottom),
  ]);
}

/** Ranges without a count have their row too, each up to twice its lower bound, so that height tells size. */
function withoutGaps(used: readonly Range[]): Range[] {
  return used.flatMap((range, i) => {
    const next = used[i + 1];
    const rows = [{ low: range.low, high: range.high }];
    for (let low = range.high; next !== undefined && low < next.low; ) {
      const high = low > 0 ? Math.min(2 * low, next.low) : next.low;
      rows.push({ low, high });
      low = high;
    }
    return rows;
  });
}

/** Where each shade begins: one, and the powers of the least whole number of which all shades reach the largest count. */
function shadeBounds(most: number): number[] {
  const base = Math.max(2, Math.ceil(most ** (1 / heatShades.length)));
  return [...heatShades.keys()].map((power) => base ** power).filter((from) => from <= most);
}

function countsText(from: number, to: number): string {
  return from >= to ? formatNumber(from) : `${formatNumber(from)}–${formatNumber(to)}`;
}

/** A pixel short of the next one, on both axes. */
function cell(from: number, to: number, y: number): string {
  const right = Math.max(from + 1, to - 1);
  return `M${from.toFixed(1)} ${y + 1}H${right.toFixed(1)}V${y + rowHeight}H${from.toFixed(1)}Z`;
}
