import type { ChartSeries } from "../exhibit.ts";

type Place = (point: readonly [number, number]) => readonly [x: number, y: number];

/** The `d` of a path. Where points are closer than a pixel only the lowest and the highest of each pixel stay. */
export function linePath(points: ChartSeries["points"], place: Place): string {
  const columns = new Map<number, (readonly [number, number])[]>();
  for (const point of points) {
    const [x, y] = place(point);
    const column = columns.get(Math.round(x)) ?? [];
    columns.set(Math.round(x), [...(column.length < 2 ? column : extremes(column)), [x, y]]);
  }
  const kept = [...columns.values()].flatMap((column) => (column.length <= 2 ? column : extremes(column)));
  return kept.map(([x, y], i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

function extremes(column: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const sorted = column.toSorted((a, b) => a[1] - b[1]);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined) return [];
  return column.indexOf(low) < column.indexOf(high) ? [low, high] : [high, low];
}
