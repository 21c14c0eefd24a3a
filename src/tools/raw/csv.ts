import { number } from "../fact.ts";
import { decodeText } from "../text-lines.ts";
import type { RawParser } from "./raw-parser.ts";
import { maxColumns, maxRows, rowsDeclaration, typedTable } from "./rows.ts";

/** Comma-separated values (RFC 4180), with a header; `separator` may be another character. */
export const csv: RawParser = {
  facts: () => rowsDeclaration,
  parse({ stdout }, { separator = "," }) {
    let header: string[] | undefined;
    const rows: string[][] = [];
    let count = 0;
    for (const record of records(decodeText(stdout), separator[0] ?? ",")) {
      if (header === undefined) header = record;
      else if (count++ < maxRows) rows.push(record);
    }
    if (header === undefined) return { facts: {}, notes: [] };
    return { facts: { rows: typedTable(header, rows), count: number(count, "count") }, notes: [] };
  },
};

/** Records of the text; a quoted field may hold separators, line ends and doubled quotes. */
function* records(text: string, separator: string): Generator<string[], void, undefined> {
  let record: string[] = [];
  let at = 0;
  while (at < text.length) {
    let field: string;
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1);
      field = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else {
      const end = fieldEnd(text, at, separator);
      field = text.slice(at, end);
      at = end;
    }
    if (record.length < maxColumns) record.push(field.replace(/\r$/, ""));
    if (text[at] === "\r" && text[at + 1] === "\n") at += 1;
    const isLast = at >= text.length || text[at] !== separator;
    // What stands between a closing quote and the next separator belongs to no field.
    if (isLast && at < text.length && text[at] !== "\n") at = fieldEnd(text, at, separator);
    if (at >= text.length || text[at] === "\n") {
      if (record.length > 1 || record[0] !== "") yield record;
      record = [];
    } else if (at === text.length - 1) {
      // A separator at the very end: one more, empty field.
      yield [...record, ""].slice(0, maxColumns);
      return;
    }
    at += 1;
  }
}

function closingQuote(text: string, from: number): number {
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return text.length;
    if (text[quote + 1] !== '"') return quote;
    at = quote + 2;
  }
}

function fieldEnd(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== "\n") at += 1;
  return at;
}
