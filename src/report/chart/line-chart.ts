import { extent } from "d3-array";
import { formatQuantity } from "../../documents/format-quantity.ts";
import type { ChartExhibit } from "../exhibit.ts";
import { endLabels } from "./end-labels.ts";
import { eventMarks } from "./event-marks.ts";
import { type Medium, picture, roomFor, type Width, widths } from "./frame.ts";
import { type LegendEntry, legend } from "./legend.ts";
import { linePath } from "./line-path.ts";
import { clockEdges, plotHeight } from "./plot.ts";
import { element, type Svg } from "./svg-element.ts";
import { timeAxis, timeScale } from "./time-axis.ts";
import { trendMarks } from "./trend-marks.ts";
import { valueAxis } from "./value-axis.ts";

/** A limit further away than this would press the line flat: it is named, and not drawn. */
const reach = 2.5;

/** Values over the window. */
export function lineChart(exhibit: ChartExhibit, width: Width, medium: Medium): Svg {
  const { series, references, events, seconds, unit } = exhibit;
  const [least = 0, most = 0] = extent(series.flatMap(({ points }) => points.map(([, value]) => value)));
  const drawn = references.filter(({ value }) => value <= most * reach && value >= 0);
  const top = Math.max(most, ...drawn.map(({ value }) => value));
  const { left, right } = clockEdges[width];
  const labels = [
    ...series.map(({ name, points }, i) => {
      const [at, value] = points.at(-1) ?? [0, 0];
      return { name: `${name} ${formatQuantity(value, unit)}`, look: `name-${i}`, at, value };
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
      ...(isDirect ? [] : lineEntries(exhibit, drawn)),
      ...series.flatMap(({ name, trend }, i) =>
        trend === undefined ? [] : [{ name: `trend of ${name}, 95 %`, line: `trend series-${i}` }],
      ),
      ...references
        .filter((one) => !drawn.includes(one))
        .map(({ name, value }) => ({
          name: `${name} ${formatQuantity(value, unit)} (above the scale)`,
          line: "reference",
        })),
      ...events.map(({ name }) => ({ name, line: "event-sample" })),
    ],
    widths[width],
  );
  const above = names.height + 24;
  const plot = { left, right, above, bottom: above + plotHeight[width] };
  const { y, marks } = valueAxis(floor(exhibit, least, top), top, unit, plot);
  const x = timeScale(seconds, left, right);

  return picture(
    { id: exhibit.id, title: exhibit.title, description: exhibit.answer, width, medium },
    plot.bottom + 24,
    [
      ...names.content,
      ...eventMarks(exhibit, x, plot),
      ...marks,
      ...timeAxis(seconds, x, width === "wide" ? 12 : 5, plot.bottom),
      ...drawn.map(({ value }) =>
        element("line", { class: "reference", x1: left, x2: right, y1: y(value), y2: y(value) }),
      ),
      ...trendMarks(exhibit, `${exhibit.id}-${width}`, { ...plot, x, y }),
      ...series.map(({ points }, i) => {
        const [only] = points;
        if (points.length === 1 && only !== undefined)
          return element("circle", { class: `dot-${i}`, cx: x(only[0]), cy: y(only[1]), r: 3 });
        return element("path", { class: `line series-${i}`, d: linePath(points, ([at, value]) => [x(at), y(value)]) });
      }),
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

/** A single series that is compared with nothing needs no name: the title names it. */
function lineEntries({ series, references, unit }: ChartExhibit, drawn: ChartExhibit["references"]): LegendEntry[] {
  return [
    ...(series.length > 1 || references.length > 0
      ? series.map(({ name }, i) => ({ name, line: `line series-${i}` }))
      : []),
    ...drawn.map(({ name, value }) => ({ name: `${name} ${formatQuantity(value, unit)}`, line: "reference" })),
  ];
}

/** Shares and rates are read against nothing; of what hardly moves, the movement is what matters. */
function floor({ unit }: ChartExhibit, least: number, top: number): number {
  if (least < 0) return least;
  const mustHaveZero = unit !== "bytes" && unit !== "none" && unit !== "count";
  return mustHaveZero || top - least > least / 2 ? 0 : least;
}
