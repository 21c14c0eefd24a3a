import type { Column, TableFact } from "../../documents/facts.generated.ts";
import type { FactDeclaration } from "../fact-declaration.ts";

/** More than a report shows; the whole output is in the bundle. */
export const maxRows = 1_000;
export const maxColumns = 64;

/** The columns are known only when the output is read. */
export const rowsDeclaration = {
  rows: {
    kind: "table",
    description: `The rows of the output, at most ${maxRows}. Columns are named by its first line.`,
    columns: {},
  },
  count: { kind: "number", unit: "count", description: "Rows of the output, all of them." },
} as const satisfies Record<string, FactDeclaration>;

/** A column is of numbers when all that stands in it is one. Cells that are missing are empty, or 0. */
export function typedTable(header: readonly string[], rows: readonly (readonly string[])[]): TableFact {
  const isNumeric = header.map((_, index) => rows.length > 0 && rows.every((row) => isNumber(row[index])));
  const columns = uniqueNames(header).map(
    (name, index): Column => ({ name, kind: isNumeric[index] ? "number" : "string" }),
  );
  return {
    kind: "table",
    columns,
    rows: rows.map((row) => header.map((_, index) => (isNumeric[index] ? Number(row[index]) : (row[index] ?? "")))),
  };
}

function isNumber(cell: string | undefined): boolean {
  return cell !== undefined && /^[-+]?\d{1,20}(?:\.\d{1,20})?$/.test(cell);
}

/** A second column of one name gets a number: `Address`, `Address 2`. */
function uniqueNames(header: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return header.map((written, index) => {
    const name = written === "" ? `column ${index + 1}` : written;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} ${times}`;
  });
}
