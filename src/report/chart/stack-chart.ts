import { max, sum } from "d3-array";
import { stack } from "d3-shape";
import { formatQuantity } from "../../documents/format-quantity.ts";
import type { StackExhibit } from "../exhibit.ts";
import { endLabels } from "./end-labels.ts";
import { type Medium, picture, roomFor, type Width, widths } from "./frame.ts";
import { legend } from "./legend.ts";
import { clockEdges, plotHeight } from "./plot.ts";
import { element, type Svg } from "./svg-element.ts";
import { timeAxis, timeScale } from "./time-axis.ts";
import { valueAxis } from "./value-axis.ts";

/** Of a bar with its gap; more readings than fit are drawn as their means. */
const narrowestBar = 6;
/** As of a line chart. */
const reach = 2.5;

/** Parts of a whole, a bar for each reading, from the reading before it to its own. */
export function stackChart(exhibit: StackExhibit, width: Width, medium: Medium): Svg {
  const { parts, times, references, seconds, unit } = exhibit;
  const { left, right } = clockEdges[width];
  const x = timeScale(seconds, left, right);
  const bars = barsOf(exhibit, Math.floor((right - left) / narrowestBar));
  const layers = stack<Bar, number>()
    .keys(parts.keys())
    .value(({ values }, key) => values[key] ?? 0)(bars);
  const most = max(bars, ({ values }) => sum(values)) ?? 0;
  const drawn = references.filter(({ value }) => value <= most * reach && value >= 0);
  const last = times.length - 1;
  const labels = [
    ...parts.map(({ name, values }, i) => {
      const [low, high] = layers[i]?.at(-1) ?? [0, 0];
      return {
        name: `${name} ${formatQuantity(values[last] ?? 0, unit)}`,
        look: `name-${i}`,
        at: times.at(-1) ?? 0,
        value: (low + high) / 2,
      };
    }),
    ...drawn.map(({ name, value }) => ({
      name: `${name} ${formatQuantity(value, unit)}`,
      look: "",
      at: seconds,
      value,
    })),
  ];
  const isDirect = labels.every(({ name }) => roomFor(name) <= widths[width] - right);
  const names = legend(
    [
      ...(isDirect ? [] : parts.map(({ name }, i) => ({ name, line: `sample-${i}` }))),
      ...references
        .filter((one) => !isDirect || !drawn.includes(one))
        .map((one) => ({
          name: `${one.name} ${formatQuantity(one.value, unit)}${drawn.includes(one) ? "" : " (above the scale)"}`,
          line: "reference",
        })),
    ],
    widths[width],
  );
  const above = names.height + 24;
  const plot = { left, right, above, bottom: above + plotHeight[width] };
  // Parts that were rounded each may come to a little more than the whole.
  const top = Math.max(Number(most.toPrecision(3)), ...drawn.map(({ value }) => value));
  const { y, marks } = valueAxis(0, top, unit, plot);

  return picture(
    { id: exhibit.id, title: exhibit.title, description: exhibit.answer, width, medium },
    plot.bottom + 24,
    [
      ...names.content,
      ...marks,
      ...timeAxis(seconds, x, width === "wide" ? 12 : 5, plot.bottom),
      ...layers.map((layer, i) =>
        element("path", {
          class: `part-${i}`,
          d: layer.map(([low, high], bar) => box(bars[bar], x, y(low), y(high))).join(""),
        }),
      ),
      ...drawn.map(({ value }) =>
        element("line", { class: "reference", x1: left, x2: right, y1: y(value), y2: y(value) }),
      ),
      ...(isDirect
        ? endLabels(
            labels.map(({ name, look, at, value }) => ({ name, look, x: x(at), y: y(value) })),
            right,
            plot.bottom,
          )
        : []),
    ],
  );
}

interface Bar {
  readonly from: number;
  readonly to: number;
  /** Of each part. Nothing can be less than nothing of a whole. */
  readonly values: readonly number[];
}

function barsOf({ parts, times }: StackExhibit, most: number): Bar[] {
  const together = Math.ceil(times.length / most);
  const period = times.length > 1 ? ((times.at(-1) ?? 0) - (times[0] ?? 0)) / (times.length - 1) : 1;
  return times.flatMap((_, first) => {
    if (first % together !== 0) return [];
    const end = Math.min(first + together, times.length);
    const to = times[end - 1] ?? 0;
    return [
      {
        from: times[first - 1] ?? Math.max(0, (times[first] ?? 0) - period),
        to,
        values: parts.map(({ values }) => Math.max(0, sum(values.slice(first, end)) / (end - first))),
      },
    ];
  });
}

/** A rectangle, a pixel short of the next one. */
function box(bar: Bar | undefined, x: (at: number) => number, low: number, high: number): string {
  if (bar === undefined || low - high < 0.05) return "";
  const [from, to] = [x(bar.from), x(bar.to)];
  return `M${from.toFixed(1)} ${low.toFixed(1)}V${high.toFixed(1)}H${Math.max(from + 1, to - 1).toFixed(1)}V${low.toFixed(1)}Z`;
}
