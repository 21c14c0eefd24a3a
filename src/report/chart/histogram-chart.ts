import { formatNumber, formatQuantity } from "../../documents/format-quantity.ts";
import type { HistogramExhibit } from "../exhibit.ts";
import { rangeText, usedBuckets } from "../words/range-text.ts";
import { type Medium, picture, roomFor, type Width, widths } from "./frame.ts";
import { element, type Svg, text } from "./svg-element.ts";

const rowHeight = 22;

/** A row a bucket, as BCC prints them: range, count, bar. */
export function histogramChart(exhibit: HistogramExhibit, width: Width, medium: Medium): Svg {
  const buckets = usedBuckets(exhibit.buckets);
  const all = buckets.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(...buckets.map(({ count }) => count));
  const rows = buckets.map((bucket) => ({
    range: rangeText(bucket, exhibit.unit),
    count: `${formatNumber(bucket.count)}${bucket.count === 0 ? "" : `  ${formatQuantity((100 * bucket.count) / all, "percent")}`}`,
    share: bucket.count / most,
  }));
  const left = Math.max(...rows.map(({ range }) => roomFor(range))) + 8;
  const right = widths[width] - Math.max(...rows.map(({ count }) => roomFor(count))) - 8;

  return picture({ id: exhibit.id, title: exhibit.title, description: exhibit.answer, width, medium }, rows.length * rowHeight + 4, rows.flatMap(({ range, count, share }, i) => {
    const y = i * rowHeight + 2;
    const length = share === 0 ? 0 : Math.max(1, share * (right - left));
    return [
      element("text", { class: "quiet end", x: left - 8, y: y + 14 }, text(range)),
      element("rect", { class: "count", x: left, y: y + 2, width: length, height: rowHeight - 6 }),
      element("text", { x: left + length + 8, y: y + 14 }, text(count)),
    ];
  }));
}
