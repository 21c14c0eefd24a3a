/** A table as every format writes it: text only, aligned by what it holds. */
export interface Grid {
  readonly caption: string;
  readonly columns: readonly GridColumn[];
  readonly rows: readonly (readonly string[])[];
}

export interface GridColumn {
  readonly name: string;
  readonly kind: "words" | "number" | "code";
}

export function words(name: string): GridColumn {
  return { name, kind: "words" };
}

export function figures(name: string): GridColumn {
  return { name, kind: "number" };
}

export function code(name: string): GridColumn {
  return { name, kind: "code" };
}
