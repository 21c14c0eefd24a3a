import { number } from "../fact.ts";
import { textLines } from "../text-lines.ts";
import type { RawParser } from "./raw-parser.ts";
import { maxColumns, maxRows, rowsDeclaration, typedTable } from "./rows.ts";

/**
 * Columns apart by blanks, as most tools print for people, under a header. With as many columns as the header has,
 * the last takes the rest of the line (a command). `separator`, where given, stands between columns instead.
 */
export const table: RawParser = {
  facts: () => rowsDeclaration,
  parse({ stdout }, { separator }) {
    let header: string[] | undefined;
    const rows: string[][] = [];
    let count = 0;
    for (const line of textLines(stdout)) {
      if (line.trim() === "") continue;
      if (header === undefined) header = cells(line, separator, maxColumns);
      else if (count++ < maxRows) rows.push(cells(line, separator, header.length));
    }
    if (header === undefined) return { facts: {}, notes: [] };
    return { facts: { rows: typedTable(header, rows), count: number(count, "count") }, notes: [] };
  },
};

function cells(line: string, separator: string | undefined, most: number): string[] {
  if (separator !== undefined && separator !== "") {
    const parts = line.split(separator);
    return [...parts.slice(0, most - 1), parts.slice(most - 1).join(separator)]
      .slice(0, parts.length)
      .map((part) => part.trim());
  }
  const found: string[] = [];
  let rest = line.trim();
  while (found.length < most - 1) {
    const blank = rest.search(/\s/);
    if (blank < 0) break;
    found.push(rest.slice(0, blank));
    rest = rest.slice(blank).trimStart();
  }
  return [...found, rest];
}
