import type {
  BooleanFact,
  Bucket,
  Column,
  HistogramFact,
  NumberFact,
  SeriesFact,
  StringFact,
  TableFact,
  Unit,
} from "../documents/facts.generated.ts";
import type { TableDeclaration } from "./fact-declaration.ts";

/** Makers of facts: what they make is always valid in a document, also of values that were JSON and are not what their type says. */
export function number(value: number, unit: Unit): NumberFact {
  return { kind: "number", unit, value: finite(value) };
}

export function percent(value: number): NumberFact {
  return number(value, "percent");
}

export function string(value: string): StringFact {
  return { kind: "string", value: text(value) };
}

export function boolean(value: boolean): BooleanFact {
  return { kind: "boolean", value: Boolean(value) };
}

export function series(points: readonly (readonly [seconds: number, value: number])[], unit: Unit): SeriesFact {
  return { kind: "series", unit, points: points.map(([at, value]) => [finite(at), finite(value)]) };
}

/** Only buckets that are some; low to high. */
export function histogram(buckets: readonly Bucket[], unit: Unit): HistogramFact {
  const whole = buckets.filter(({ low, high, count }) => [low, high, count].every(Number.isFinite));
  return { kind: "histogram", unit, buckets: whole.toSorted((a, b) => a.low - b.low) };
}

/** Rows are in the order of the declaration's columns. */
export function table(
  declaration: TableDeclaration,
  rows: readonly (readonly (number | string | boolean)[])[],
): TableFact {
  const columns = Object.entries(declaration.columns).map(
    ([name, { kind, unit }]): Column => ({ name, kind, ...(unit === undefined ? {} : { unit }) }),
  );
  return {
    kind: "table",
    columns,
    rows: rows.map((row) => columns.map(({ kind }, index) => cellOf(kind, row[index]))),
  };
}

function cellOf(kind: Column["kind"], cell: unknown): number | string | boolean {
  if (kind === "number") return finite(cell);
  return kind === "string" ? text(cell) : Boolean(cell);
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** JSON has no NaN and no infinity. They come from output that no working tool prints. */
function finite(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
