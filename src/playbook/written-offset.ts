import type { Scalar } from "yaml";

/** What YAML adds, drops and folds: all other characters of a value stand in the text, in the same order. */
const isBlank = (character: string | undefined) =>
  character === " " || character === "\t" || character === "\n" || character === "\r";

/** `\x41`, `\u0041`, `\U00000041`, a line that goes on, or one character after the backslash. */
const escapeSequence = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\r?\n)|([\s\S]))/y;
/** Escapes that stand for a blank. */
const blankEscapes = "nrt \t";

/**
 * Where each character of a scalar's value was written, as offsets into the file's text, and last the value's end:
 * through quotes, escapes, indentation and folding. A blank is where the word before it ends.
 */
export function writtenOffsets(text: string, node: Scalar<string>): number[] {
  const marks = ink(text, node);
  let end = contentStart(text, node);
  const offsets: number[] = [];
  for (let index = 0; index < node.value.length; index++) {
    const mark = isBlank(node.value[index]) ? undefined : marks.next().value;
    offsets.push(mark?.start ?? end);
    end = mark?.end ?? end;
  }
  return [...offsets, end];
}

/** The written characters that are no blanks, one for each such character of the value. */
function* ink(
  text: string,
  node: Scalar<string>,
): Generator<{ readonly start: number; readonly end: number }, undefined> {
  const limit = node.range?.[1] ?? text.length;
  let at = contentStart(text, node);
  while (at < limit) {
    const start = at;
    if (node.type === "QUOTE_DOUBLE" && text[at] === "\\") {
      const { length, units } = readEscape(text, at);
      at += length;
      for (let unit = 0; unit < units; unit++) yield { start, end: at };
      continue;
    }
    at += node.type === "QUOTE_SINGLE" && text.startsWith("''", at) ? 2 : 1;
    if (!isBlank(text[start])) yield { start, end: at };
  }
}

/** How long an escape is, and how many characters other than blanks it stands for. */
function readEscape(text: string, at: number): { readonly length: number; readonly units: number } {
  escapeSequence.lastIndex = at;
  const [written = "\\", x, u, U, newline, character = ""] = escapeSequence.exec(text) ?? [];
  const code = x ?? u ?? U;
  if (code === undefined)
    return { length: written.length, units: newline !== undefined || blankEscapes.includes(character) ? 0 : 1 };
  const stands = String.fromCodePoint(Number.parseInt(code, 16));
  return { length: written.length, units: isBlank(stands) ? 0 : stands.length };
}

function contentStart(text: string, { range, type }: Scalar): number {
  const start = range?.[0] ?? 0;
  if (type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE") return start + 1;
  return type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED" ? text.indexOf("\n", start) + 1 : start;
}
