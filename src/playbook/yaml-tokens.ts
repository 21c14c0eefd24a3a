import { type CST, Lexer, type LineCounter, Parser } from "yaml";

/**
 * Limits of a file's structure. Composing takes time by the square of the keys of one map and stack by the depth, so
 * that a small file could cost minutes: such files are refused before. A playbook needs 7 levels and some hundred words.
 */
const maxLexemes = 50_000;
const maxDepth = 50;
const maxEntries = 1_000;

export type YamlTokens =
  | { readonly ok: true; readonly tokens: readonly CST.Token[] }
  | { readonly ok: false; readonly message: string; readonly offset: number };

/** Text → the concrete syntax of its documents, unless that is larger than any playbook's. Takes no recursion. */
export function yamlTokens(text: string, lines: LineCounter): YamlTokens {
  // Parser.parse() would tell where the first line begins; next() does not.
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes > maxLexemes) return { ok: false, message: `more than ${maxLexemes} words and signs`, offset };
    if (!isMark(lexeme)) offset += lexeme.length;
    tokens.push(...parser.next(lexeme));
  }
  tokens.push(...parser.end());
  const excess = findExcess(tokens);
  return excess === undefined ? { ok: true, tokens } : { ok: false, ...excess };
}

/** Lexemes that stand for no text: the start of a document, of a scalar, the end of a flow collection. */
function isMark(lexeme: string): boolean {
  return lexeme === "\x02" || lexeme === "\x1f" || lexeme === "\x18";
}

function findExcess(tokens: readonly CST.Token[]): { message: string; offset: number } | undefined {
  const waiting = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token, depth } = next;
    if (depth > maxDepth) return { message: `more than ${maxDepth} levels`, offset: token.offset };
    if (token.type === "document" && token.value !== undefined) waiting.push({ token: token.value, depth });
    if (!("items" in token)) continue;
    if (token.items.length > maxEntries)
      return { message: `more than ${maxEntries} entries in one list or map`, offset: token.offset };
    for (const { key, value } of token.items) {
      for (const inner of [key, value]) if (inner) waiting.push({ token: inner, depth: depth + 1 });
    }
  }
  return undefined;
}
