import type { FactDeclaration, TableDeclaration } from "../../tools/fact-declaration.ts";

const scalarTypes = { number: "double", string: "string", boolean: "bool" } as const;

/** The CEL type of each fact of a step. @param rowType names the type of a table's rows. */
export function factFields(
  facts: Readonly<Record<string, FactDeclaration>>,
  rowType: (fact: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, celType(fact, () => rowType(name))]));
}

/** The CEL type of each column. A column whose name is no word cannot be named in an expression. */
export function tableRowFields(table: TableDeclaration): Record<string, string> {
  return Object.fromEntries(Object.entries(table.columns).map(([name, { kind }]) => [name, scalarTypes[kind]]));
}

function celType(fact: FactDeclaration, rowType: () => string): string {
  switch (fact.kind) {
    case "series":
      return "Series";
    case "histogram":
    case "histogram-series":
      return "Histogram";
    case "profile":
      return "Profile";
    case "table":
      // The columns of a command's table are known only when it has run: they are checked then.
      return Object.keys(fact.columns).length === 0 ? "list<dyn>" : `list<${rowType()}>`;
    default:
      return scalarTypes[fact.kind];
  }
}
