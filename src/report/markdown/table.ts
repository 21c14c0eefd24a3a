import type { Grid } from "../grid/grid.ts";
import { markdownCode, markdownText } from "../safe-text/markdown.ts";
import { textWidth } from "../terminal/text-width.ts";

/** Wider columns are not padded: the lines would be endless in a terminal. */
const widestPadding = 48;

/** A GFM table that also stands in columns when it is read as text. */
export function markdownTable({ columns, rows }: Grid): string[] {
  const headings = columns.map(({ name }) => markdownText(name));
  const cells = rows.map((row) =>
    columns.map(({ kind }, i) =>
      kind === "code" ? markdownCode(row[i] ?? "", { inTable: true }) : markdownText(row[i] ?? ""),
    ),
  );
  const room = columns.map((_, i) =>
    Math.min(widestPadding, Math.max(3, ...[headings, ...cells].map((row) => textWidth(row[i] ?? "")))),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => pad(cell, room[i] ?? 3, columns[i]?.kind === "number")).join(" | ")} |`;
  const rule = `| ${columns.map(({ kind }, i) => (kind === "number" ? `${"-".repeat((room[i] ?? 3) - 1)}:` : "-".repeat(room[i] ?? 3))).join(" | ")} |`;
  return [line(headings), rule, ...cells.map(line)];
}

/** Each with its caption where there are several; none where there is no row. */
export function markdownTables(...grids: readonly Grid[]): string[] {
  const filled = grids.filter(({ rows }) => rows.length > 0);
  return filled.flatMap((grid) => [
    ...(filled.length > 1 ? [`${markdownText(grid.caption)}:`, ""] : []),
    ...markdownTable(grid),
    "",
  ]);
}

function pad(cell: string, width: number, atStart: boolean): string {
  const blanks = " ".repeat(Math.max(0, width - textWidth(cell)));
  return atStart ? blanks + cell : cell + blanks;
}
