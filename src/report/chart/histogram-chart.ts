import { formatNumber } from "../../documents/format-quantity.ts";
import type { HistogramExhibit } from "../exhibit.ts";
import { numberColumn } from "../grid/number-column.ts";
import { rangeText, usedBuckets } from "../words/range-text.ts";
import { type Medium, picture, roomFor, type Width, widths } from "./frame.ts";
import { element, type Svg, text } from "./svg-element.ts";

const rowHeight = 22;
/** What is rounded to none is not told: the count stands beside it. */
const leastShare = 0.05;

/** A row a bucket, as BCC prints them: range, count, bar; and the share of all. */
export function histogramChart(exhibit: HistogramExhibit, width: Width, medium: Medium): Svg {
  const buckets = usedBuckets(exhibit.buckets);
  const all = buckets.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(...buckets.map(({ count }) => count));
  const shares = numberColumn(
    "",
    buckets.map(({ count }) => (100 * count) / all),
    "percent",
  );
  const rows = buckets.map((bucket) => ({
    range: rangeText(bucket, exhibit.unit),
    count: formatNumber(bucket.count),
    share: (100 * bucket.count) / all < leastShare ? "" : `${shares.cell((100 * bucket.count) / all)}\u202f%`,
    length: bucket.count / most,
  }));
  const widest = (texts: readonly string[]) => Math.max(...texts.map(roomFor));
  const ranges = widest(rows.map(({ range }) => range));
  const left = ranges + 16 + widest(rows.map(({ count }) => count)) + 8;
  const right = widths[width] - widest(rows.map(({ share }) => share)) - 8;

  return picture(
    { id: exhibit.id, title: exhibit.title, description: exhibit.answer, width, medium },
    rows.length * rowHeight + 4,
    rows.flatMap(({ range, count, share, length }, i) => {
      const y = i * rowHeight + 2;
      const drawn = length === 0 ? 0 : Math.max(1, length * (right - left));
      return [
        element("text", { class: "quiet end", x: ranges, y: y + 14 }, text(range)),
        element("text", { class: "end", x: left - 8, y: y + 14 }, text(count)),
        ...(drawn === 0
          ? []
          : [element("rect", { class: "count", x: left, y: y + 2, width: drawn, height: rowHeight - 6 })]),
        ...(share === "" ? [] : [element("text", { class: "quiet", x: left + drawn + 8, y: y + 14 }, text(share))]),
      ];
    }),
  );
}
