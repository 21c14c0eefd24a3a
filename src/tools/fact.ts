import type {
  BooleanFact,
  Column,
  NumberFact,
  SeriesFact,
  StringFact,
  TableFact,
  Unit,
} from "../documents/facts.generated.ts";
import type { TableDeclaration } from "./fact-declaration.ts";

/** Makers of facts: what they make is always valid in a document. */
export function number(value: number, unit: Unit): NumberFact {
  return { kind: "number", unit, value: finite(value) };
}

export function percent(value: number): NumberFact {
  return number(value, "percent");
}

export function string(value: string): StringFact {
  return { kind: "string", value };
}

export function boolean(value: boolean): BooleanFact {
  return { kind: "boolean", value };
}

export function series(points: readonly (readonly [seconds: number, value: number])[], unit: Unit): SeriesFact {
  return { kind: "series", unit, points: points.map(([at, value]) => [at, finite(value)]) };
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
    rows: rows.map((row) => row.map((cell) => (typeof cell === "number" ? finite(cell) : cell))),
  };
}

/** JSON has no NaN and no infinity. They come from output that no working tool prints. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
