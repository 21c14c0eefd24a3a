import type { FrameColumns } from "./frame-columns.ts";
import type { FrameLayout } from "./frame-layout.ts";
import { visibleText } from "./visible-text.ts";

/**
 * The rows of a path from the root's first callee on, as far as the graph has it.
 *
 * @param path names as the profile has them, or as they are shown.
 */
export function markedRows(columns: FrameColumns, layout: FrameLayout, path: readonly string[]): readonly number[] {
  const rows: number[] = [];
  let caller = 0;
  for (const name of path.map(visibleText)) {
    let row = caller + 1;
    while (row < layout.end[caller]! && columns.names[columns.name[row]!] !== name) row = layout.end[row]!;
    if (row >= (layout.end[caller] ?? 0)) break;
    rows.push(row);
    caller = row;
  }
  return rows;
}
