import { visibleText } from "../flamegraph/visible-text.ts";
import { visibleLines } from "./visible-lines.ts";

export interface HarmlessOptions {
  /** Keep line ends. Otherwise they are shown, as every control character is. */
  readonly lines?: boolean;
}

/** Text that a node or a user supplied, so that a terminal shows it and does nothing else. */
export function harmless(text: string, { lines = false }: HarmlessOptions = {}): string {
  return lines ? visibleLines(text) : visibleText(text);
}

const spelt: Readonly<Record<string, string>> = {
  "\u202f": " ",
  "\u00a0": " ",
  "←": "<-",
  "→": "->",
  "–": "-",
  "−": "-",
  "…": "...",
  "·": "-",
  "±": "+/-",
  "×": "x",
  µ: "u",
  "≤": "<=",
  "≥": ">=",
  "“": '"',
  "”": '"',
  "’": "'",
};

/** For terminals that know ASCII only: what has a spelling gets it, the rest becomes `\u{…}`. */
export function inAscii(text: string): string {
  return text.replace(
    /[^\x20-\x7e]/gu,
    (character) => spelt[character] ?? `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
