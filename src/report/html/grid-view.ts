import type { Grid, GridColumn } from "../grid/grid.ts";

export interface GridView {
  readonly caption: string;
  readonly columns: readonly GridColumn[];
  readonly rows: readonly { readonly first: Cell; readonly rest: readonly Cell[] }[];
}

interface Cell {
  readonly text: string;
  readonly kind: GridColumn["kind"];
}

/** The first cell of a row heads it. */
export function gridView({ caption, columns, rows }: Grid): GridView {
  return {
    caption,
    columns,
    rows: rows.map((row) => {
      const [first, ...rest] = columns.map(({ kind }, index): Cell => ({ text: row[index] ?? "", kind }));
      return { first: first ?? { text: "", kind: "words" }, rest };
    }),
  };
}

/** Tables without rows are not shown. */
export function gridViews(...grids: readonly Grid[]): GridView[] {
  return grids.filter(({ rows }) => rows.length > 0).map(gridView);
}
