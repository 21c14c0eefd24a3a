import type { Unit } from "../../documents/facts.generated.ts";
import type { RenderedFile } from "../format.ts";
import type { Report } from "../report.ts";
import { csvText } from "../safe-text/csv.ts";

const heading = ["target", "fact", "unit", "time", "seconds", "value"];

/**
 * Every series of the run in one table, a line a reading (RFC 4180, UTF-8): what spreadsheets pivot and data frames
 * group by. Numbers are written as they are, in the unit of their line. Of a histogram of each interval each range is a
 * series of counts, at the intervals' ends.
 */
export function renderCsv({ target, facts }: Report): RenderedFile[] {
  const lines = facts.flatMap(({ name, startedAt, value }) => {
    const start = Date.parse(startedAt ?? "");
    const line = (series: string, unit: Unit, seconds: number, reading: number) =>
      [...[target.label, series, unit].map(csvText), timeOf(start, seconds), seconds, reading].join(",");
    switch (value.kind) {
      case "series":
        return value.points.map(([seconds, reading]) => line(name, value.unit, seconds, reading));
      case "histogram-series":
        return value.intervals.flatMap(({ to, buckets }) =>
          buckets.map(({ low, high, count }) => line(`${name} ${low}..${high} ${value.unit}`, "count", to, count)),
        );
      default:
        return [];
    }
  });
  return [{ path: "report.csv", text: [heading.join(","), ...lines, ""].join("\r\n") }];
}

/** UTC, RFC 3339; empty where the step did not tell when it began. */
function timeOf(start: number, seconds: number): string {
  const time = new Date(start + seconds * 1000);
  return Number.isNaN(time.getTime()) ? "" : time.toISOString();
}
