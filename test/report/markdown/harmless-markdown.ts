import { expect } from "vitest";

/** A line with blanks in place of escapes and code spans, as CommonMark reads it from the left. */
function bare(line: string): string {
  let rest = "";
  for (let at = 0; at < line.length; ) {
    const ticks = /^`+/.exec(line.slice(at))?.[0] ?? "";
    const end = ticks === "" ? -1 : line.slice(at + ticks.length).search(new RegExp(`(?<!\`)${ticks}(?!\`)`));
    const skipped = line[at] === "\\" ? 2 : end >= 0 ? ticks.length * 2 + end : 0;
    rest += skipped > 0 ? " " : line[at];
    at += skipped || 1;
  }
  return rest;
}

/** Cells of a table's row as GFM splits it, before anything inline is read. */
function cells(row: string): number {
  return row.replace(/\\[\\|`]/g, "").split("|").length - 2;
}

/** No HTML, no link, no broken table: what a reader of GFM makes of it are words. */
export function expectHarmlessMarkdown(text: string): void {
  expect(text).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/);
  let columns = 0;
  for (const line of text.split("\n")) {
    const isRow = line.startsWith("| ");
    if (isRow && columns > 0) expect(cells(line)).toBe(columns);
    columns = isRow ? columns || cells(line) : 0;
    const plain = bare(line.replace(/^!\[((?:[^\]\\]|\\.)*)\]\(graphs\/[\w-]+\.svg\)$/, "$1"));
    expect(plain).not.toMatch(/[<>`[\]]|:\/\//);
    expect(plain).not.toMatch(/&(?!(lt|gt|amp);)#?\w+;/);
  }
}
