import { attemptGrid, coverageGrid } from "../grid/run-grids.ts";
import type { Report } from "../report.ts";
import { markdownText } from "../safe-text/markdown.ts";
import { markdownTables } from "./table.ts";

/** What ran, and with what; why not, and what it cannot tell, are sentences and stand below, step by step. */
export function coverageLines(report: Report): string[] {
  const { caption, columns, rows } = coverageGrid(report);
  const sentences = rows.flatMap((row) => {
    const [step = "", sentence = ""] = [row[0], row.at(-1)];
    return sentence === "–" ? [] : [`- ${markdownText(step)}: ${markdownText(sentence)}`];
  });
  const attempts = attemptGrid(report);
  return [
    "## Coverage",
    "",
    ...markdownTables({ caption, columns: columns.slice(0, -1), rows: rows.map((row) => row.slice(0, -1)) }),
    ...(sentences.length === 0 ? [] : ["Precision, or why not:", "", ...sentences, ""]),
    ...(attempts.rows.length === 0 ? [] : [`${attempts.caption}:`, "", ...markdownTables(attempts)]),
  ];
}
