import type { ChartExhibit } from "../exhibit.ts";
import type { Plot } from "./plot.ts";
import { element, type Svg } from "./svg-element.ts";
import type { Place } from "./time-axis.ts";

interface TrendPlot extends Plot {
  readonly x: Place;
  readonly y: Place;
}

/** The drift of each series that has one, as a straight line, and between the ends of its interval a band. */
export function trendMarks(
  { series }: ChartExhibit,
  id: string,
  { x, y, left, right, above, bottom }: TrendPlot,
): Svg[] {
  const marks = series.flatMap(({ points, trend }, i): Svg[] => {
    if (trend === undefined) return [];
    const [from, to] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
    const [at, value] = trend.through;
    const place = (seconds: number, rate: number) =>
      `${x(seconds).toFixed(1)} ${y(value + rate * (seconds - at)).toFixed(1)}`;
    const band = [place(from, trend.low), place(from, trend.high), place(to, trend.high), place(to, trend.low)];
    return [
      element("path", { class: `band-${i}`, d: `M${band.join("L")}Z` }),
      element("path", { class: `series-${i} trend`, d: `M${place(from, trend.drift)}L${place(to, trend.drift)}` }),
    ];
  });
  if (marks.length === 0) return [];
  const clip = `${id}-clip`;
  return [
    element(
      "clipPath",
      { id: clip },
      element("rect", { x: left, y: above, width: right - left, height: bottom - above }),
    ),
    element("g", { "clip-path": `url(#${clip})` }, ...marks),
  ];
}
