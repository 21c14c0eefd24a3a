import type { RenderedFile } from "../format.ts";
import type { Report } from "../report.ts";
import { csvText } from "../safe-text/csv.ts";

const heading = ["target", "fact", "unit", "time", "seconds", "value"];

/**
 * Every series of the run in one table, a line a reading (RFC 4180, UTF-8): what spreadsheets pivot and data frames
 * group by. Numbers are written as they are, in the unit of their line.
 */
export function renderCsv({ target, facts }: Report): RenderedFile[] {
  const lines = facts.flatMap(({ name, startedAt, value }) => {
    if (value.kind !== "series") return [];
    const start = Date.parse(startedAt ?? "");
    const series = [target.label, name, value.unit].map(csvText).join(",");
    return value.points.map(([seconds, reading]) => `${series},${timeOf(start, seconds)},${seconds},${reading}`);
  });
  return [{ path: "report.csv", text: [heading.join(","), ...lines, ""].join("\r\n") }];
}

/** UTC, RFC 3339; empty where the step did not tell when it began. */
function timeOf(start: number, seconds: number): string {
  const time = new Date(start + seconds * 1000);
  return Number.isNaN(time.getTime()) ? "" : time.toISOString();
}
