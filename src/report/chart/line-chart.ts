import { formatQuantity } from "../../documents/format-quantity.ts";
import type { ChartExhibit } from "../exhibit.ts";
import { axisUnit } from "./axis-unit.ts";
import { type Medium, picture, roomFor, type Width, widths } from "./frame.ts";
import { legend } from "./legend.ts";
import { linePath } from "./line-path.ts";
import { element, type Svg, text } from "./svg-element.ts";
import { niceTicks, tickLabel, timeLabel, timeTicks } from "./ticks.ts";
import { trendMarks } from "./trend-marks.ts";

const plotHeight = { wide: 180, narrow: 150 } as const;
/** A limit further away than this would press the line flat: it is named, and not drawn. */
const reach = 2.5;

/** Values over the window. */
export function lineChart(exhibit: ChartExhibit, width: Width, medium: Medium): Svg {
  const { series, references, seconds } = exhibit;
  const values = series.flatMap(({ points }) => points.map(([, value]) => value));
  const [least, most] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
  const drawn = references.filter(({ value }) => value <= most * reach && value >= 0);
  const top = Math.max(most, ...drawn.map(({ value }) => value));
  const { divisor, name } = axisUnit(Math.max(Math.abs(top), Math.abs(least)), exhibit.unit);
  const ticks = niceTicks(floor(exhibit, least, top) / divisor, top / divisor, 4);
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const labels = ticks.map((tick) => tickLabel(tick, (ticks[1] ?? 1) - low));

  const names = legend(
    [
      ...(series.length > 1 || references.length > 0
        ? series.map((one, i) => ({ name: one.name, line: `line series-${i}` }))
        : []),
      ...series.flatMap(({ name, trend }, i) =>
        trend === undefined ? [] : [{ name: `trend of ${name}, 95 %`, line: `trend series-${i}` }],
      ),
      ...references.map((one) => ({
        name: `${one.name} ${formatQuantity(one.value, exhibit.unit)}${drawn.includes(one) ? "" : " (above the scale)"}`,
        line: "reference",
      })),
    ],
    widths[width],
  );
  const left = Math.max(...labels.map(roomFor)) + 10;
  const right = widths[width] - 16;
  const above = names.height + (name === "" ? 8 : 24);
  const bottom = above + plotHeight[width];
  const y = (value: number) => bottom - ((value / divisor - low) / (high - low)) * (bottom - above);
  const x = (at: number) => left + (seconds > 0 ? Math.min(1, at / seconds) : 0) * (right - left);

  return picture({ id: exhibit.id, title: exhibit.title, description: exhibit.answer, width, medium }, bottom + 24, [
    ...names.content,
    ...(name === "" ? [] : [element("text", { class: "quiet", x: 0, y: above - 10 }, text(name))]),
    ...ticks.flatMap((tick, i) => [
      element("line", {
        class: tick === 0 ? "axis" : "grid",
        x1: left,
        x2: right,
        y1: y(tick * divisor),
        y2: y(tick * divisor),
      }),
      element("text", { class: "quiet end", x: left - 8, y: y(tick * divisor) + 4 }, text(labels[i] ?? "")),
    ]),
    ...timeTicks(seconds, width === "wide" ? 12 : 5).flatMap((at) => [
      element("line", { class: "axis", x1: x(at), x2: x(at), y1: bottom, y2: bottom + 4 }),
      element("text", { class: "quiet middle", x: x(at), y: bottom + 18 }, text(timeLabel(at, seconds))),
    ]),
    ...drawn.map(({ value }) =>
      element("line", { class: "reference", x1: left, x2: right, y1: y(value), y2: y(value) }),
    ),
    ...trendMarks(exhibit, `${exhibit.id}-${width}`, { x, y, left, right, above, bottom }),
    ...series.map(({ points }, i) => {
      const [only] = points;
      if (points.length === 1 && only !== undefined)
        return element("circle", { class: "dot", cx: x(only[0]), cy: y(only[1]), r: 3 });
      return element("path", { class: `line series-${i}`, d: linePath(points, ([at, value]) => [x(at), y(value)]) });
    }),
  ]);
}

/** Shares and rates are read against nothing; of what hardly moves, the movement is what matters. */
function floor({ unit }: ChartExhibit, least: number, top: number): number {
  if (least < 0) return least;
  const mustHaveZero = unit !== "bytes" && unit !== "none" && unit !== "count";
  return mustHaveZero || top - least > least / 2 ? 0 : least;
}
