import type { Comparison } from "../comparison/comparison.ts";
import type { RenderedFile } from "../format.ts";
import { csvText } from "../safe-text/csv.ts";

const heading = ["fact", "change", "rule", "unit", "before", "after", "absolute", "relative", "was", "is", "why"];

/** Every fact of either run, a line each (RFC 4180, UTF-8). Numbers are written as they are, in the unit of their line. */
export function renderComparisonCsv({ facts }: Comparison): RenderedFile[] {
  const lines = facts.map(({ name, change, rule = "", amount, before = "", after = "", why = "" }) =>
    [
      csvText(name),
      change,
      rule,
      amount?.unit,
      amount?.before,
      amount?.after,
      amount?.absolute,
      amount?.relative,
      csvText(before),
      csvText(after),
      csvText(why),
    ].join(","),
  );
  return [{ path: "comparison.csv", text: [heading.join(","), ...lines, ""].join("\r\n") }];
}
