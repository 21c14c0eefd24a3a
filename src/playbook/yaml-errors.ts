import { type Document, Lexer, type YAMLError } from "yaml";
import { DiagError } from "../errors.ts";
import type { SourceMap } from "./source-map.ts";

/**
 * What is wrong with the YAML. After a syntax error the parser guesses, so that what it finds later is mostly noise:
 * only the first is told, beside keys that stand twice.
 */
export function yamlErrors(document: Document, text: string, source: SourceMap): DiagError[] {
  const problems = [...document.errors, ...document.warnings];
  const isDuplicate = ({ code }: YAMLError) => code === "DUPLICATE_KEY";
  const syntax = problems.filter((problem) => !isDuplicate(problem)).slice(0, 1);
  return [...syntax, ...problems.filter(isDuplicate)].map((problem) => yamlError(problem, text, source));
}

function yamlError({ code, message, pos: [start, end] }: YAMLError, text: string, source: SourceMap): DiagError {
  const fail = (what: string, hint: string, from = start, to = end) =>
    new DiagError("yaml-syntax", what, { at: source.at(from, to), hint });
  const tab = "Indent with blanks, not with tabs.";
  switch (code) {
    case "DUPLICATE_KEY": {
      const key = /[^\s:]*/y.exec(text.slice(start))?.[0] ?? "";
      return fail(`The key \`${key}\` stands twice in one map`, "Remove one of the two.", start, start + key.length);
    }
    case "NON_STRING_KEY":
      return fail("This key is not a text", "Write the key as a word.");
    case "TAB_AS_INDENT":
      return fail("A tab indents this line", tab);
    case "TAG_RESOLVE_FAILED":
      return fail("A playbook has no tags of its own", "If it is meant as a text, put it in quotes.");
    case "BLOCK_AS_IMPLICIT_KEY":
      return fail(
        "A text with `: ` in it reads as a map",
        "Put the text in quotes, or on lines of its own below `>-`.",
      );
    case "MISSING_CHAR": {
      const opened = /closing ["']/.test(message) ? unclosedQuote(text) : undefined;
      if (opened !== undefined)
        return fail("This quote is never closed", "End the text with the same quote.", opened, opened + 1);
      break;
    }
    default:
      break;
  }
  if (text.slice(text.lastIndexOf("\n", start - 1) + 1, end).startsWith("\t")) return fail(firstLine(message), tab);
  if (/indent|without -|same column/i.test(message))
    return fail(firstLine(message), "Indent the keys of one map alike, and what they hold further.");
  return fail(
    firstLine(message),
    "Put texts that hold `: `, `#` or start with `{`, `[`, `*`, `&`, `!`, `%`, `@` in quotes.",
  );
}

/** The parser says where the text ends; the reader looks for where the quote begins. */
function unclosedQuote(text: string): number | undefined {
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    const quote = token[0];
    if ((quote === '"' || quote === "'") && (token.length === 1 || !token.endsWith(quote))) return offset;
    // Marks of the lexer's own (U+0002, U+0018, U+001F) are not of the text.
    if (!/^[\x02\x18\x1f]$/.test(token)) offset += token.length;
  }
  return undefined;
}

function firstLine(text: string): string {
  return text.split("\n")[0]?.replace(/[.:]$/, "") ?? text;
}
