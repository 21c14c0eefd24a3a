import type { ChartEvents, ChartSeries } from "../exhibit.ts";

/** When a series was above zero. A reading is of the time since the one before; of the first, as long as of the second. */
export function chartEvents(name: string, points: ChartSeries["points"]): ChartEvents[] {
  const first = points[0]?.[0] ?? 0;
  const period = (points[1]?.[0] ?? first) - first;
  const spans: [number, number][] = [];
  for (const [index, [at, value]] of points.entries()) {
    if (value <= 0) continue;
    const from = points[index - 1]?.[0] ?? Math.max(0, at - period);
    const last = spans.at(-1);
    if (last?.[1] === from) last[1] = at;
    else spans.push([from, at]);
  }
  return spans.length === 0 ? [] : [{ name, spans }];
}
