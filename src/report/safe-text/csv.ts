import { visibleText } from "../flamegraph/visible-text.ts";

/**
 * A cell of text, by RFC 4180. A spreadsheet takes what begins with one of `= + - @` for a formula, also in full width
 * and after blanks or what is not seen: an apostrophe in front makes it text. A number that came as text stays one.
 */
export function csvText(text: string): string {
  const shown = visibleText(text);
  const safe = formula.test(shown) && !number.test(shown) ? `'${shown}` : shown;
  return /[",\s]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const formula = /^[\s\p{C}\u2400-\u2421\ufffd]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;
const number = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;
