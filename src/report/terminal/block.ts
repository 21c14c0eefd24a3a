import { harmless, inAscii } from "../safe-text/terminal.ts";
import { wrap } from "./wrap.ts";

export interface TerminalOptions {
  /** Columns; nothing printed is wider. */
  readonly width: number;
  readonly colour: boolean;
  readonly unicode: boolean;
}

/** A word that a block of text begins with: five letters, or six that begin a column earlier. */
export interface Mark {
  readonly word: string;
  /** SGR parameters. */
  readonly colour: string;
}

/** Two blanks, the word, and the blanks up to the text. */
const indent = 8;
const narrowest = 24;

/** Lines that begin with a word of their own, and stand in one column behind it. */
export function block({ word, colour }: Mark, text: string, options: TerminalOptions): string[] {
  const [first = "", ...rest] = continuation(text, options);
  const shown = `${word.length < indent - 2 ? "  " : " "}${word}`.padEnd(indent);
  const painted = options.colour ? shown.replace(word, `\x1b[${colour}m${word}\x1b[0m`) : shown;
  return [`${painted}${first.slice(indent)}`, ...rest];
}

/** What to do about what stands above. */
export function remedy(text: string | undefined, options: TerminalOptions): string[] {
  if (text === undefined) return [];
  const arrow = options.unicode ? "→ " : "-> ";
  return continuation(text, options, arrow.length).map((line, index) =>
    index === 0 ? `${" ".repeat(indent)}${arrow}${line.slice(indent + arrow.length)}` : line,
  );
}

/** Lines in the column of the text. */
export function continuation(text: string, { width, unicode }: TerminalOptions, hanging = 0): string[] {
  const safe = harmless(text.replace(/\s*\n\s*/g, " "));
  const room = Math.max(narrowest, width) - indent - hanging;
  return wrap(unicode ? safe : inAscii(safe), room).map((line) => " ".repeat(indent + hanging) + line);
}
