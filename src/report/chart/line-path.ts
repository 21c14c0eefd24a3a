import { group, maxIndex, minIndex } from "d3-array";
import { line } from "d3-shape";
import type { ChartSeries } from "../exhibit.ts";

type Point = readonly [x: number, y: number];

const path = line<Point>().digits(1);

/** The `d` of a path. Where points are closer than a pixel only the lowest and the highest of each pixel stay. */
export function linePath(points: ChartSeries["points"], place: (point: Point) => Point): string {
  const columns = group(points.map(place), ([x]) => Math.round(x));
  return path([...columns.values()].flatMap((column) => (column.length <= 2 ? column : extremes(column)))) ?? "";
}

/** In their order. */
function extremes(column: readonly Point[]): Point[] {
  const [lowest, highest] = [minIndex(column, ([, y]) => y), maxIndex(column, ([, y]) => y)];
  return column.filter((_, index) => index === lowest || index === highest);
}
