/** A piece of a template: text as it is, or the source of an expression with its place. */
export type TemplatePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "expression"; readonly source: string; readonly start: number };

/**
 * Splits `text ${{ expression }} text`. A `}}` inside a string or a map of the expression does not end it.
 *
 * @returns undefined where a `${{` is never closed, with its offset in `unclosedAt`.
 */
export function splitTemplate(text: string): { readonly parts: readonly TemplatePart[]; readonly unclosedAt?: number } {
  const parts: TemplatePart[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf("${{", from);
    if (open < 0) break;
    const close = endOfExpression(text, open + 3);
    if (close < 0) return { parts, unclosedAt: open };
    if (open > from) parts.push({ kind: "text", text: text.slice(from, open) });
    const written = text.slice(open + 3, close);
    const lead = written.length - written.trimStart().length;
    parts.push({ kind: "expression", source: written.trim(), start: open + 3 + lead });
    from = close + 2;
  }
  if (from < text.length) parts.push({ kind: "text", text: text.slice(from) });
  return { parts };
}

function endOfExpression(text: string, from: number): number {
  let quote: string | undefined;
  let openBraces = 0;
  for (let index = from; index < text.length; index++) {
    const character = text[index];
    if (quote !== undefined) {
      if (character === "\\") index++;
      else if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (character === "{") {
      openBraces++;
    } else if (character === "}" && openBraces > 0) {
      openBraces--;
    } else if (character === "}" && text[index + 1] === "}") {
      return index;
    }
  }
  return -1;
}

/** The expression of a text that is nothing else (`${{ params.duration }}`): its value keeps its type. */
export function wholeExpression(text: string): { readonly source: string; readonly start: number } | undefined {
  const { parts } = splitTemplate(text);
  const [only] = parts;
  return parts.length === 1 && only?.kind === "expression" ? only : undefined;
}
