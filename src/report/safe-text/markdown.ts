import { visibleText } from "../flamegraph/visible-text.ts";

/**
 * Text that a node or a playbook supplied, as inline Markdown that means nothing but itself: no HTML, no link, no
 * image, no emphasis, no table cell, no block. Underscores within a word mean nothing in GFM and stay readable.
 */
export function markdownText(text: string): string {
  return oneLine(text)
    .replace(
      /[\\`*[\]|~$<>]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#?\w+;)/gu,
      (character) => entity[character] ?? `\\${character}`,
    )
    .replace(/:(?=\/\/)|(?<=www)\.|@/gi, "\\$&")
    .replace(/^(?:(?=[#+=-])|(\d{1,9})(?=[.)](?:\s|$)))/, "$1\\");
}

const entity: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "&": "&amp;" };

/** A code span. In a table a bar ends the cell even here, so it is always escaped, which GFM undoes in tables only. */
export function markdownCode(text: string, { inTable = false } = {}): string {
  const line = oneLine(text);
  if (line.trim() === "") return "";
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const padding = line.startsWith("`") || line.endsWith("`") ? " " : "";
  const shown = inTable ? line.replaceAll("\\|", "\\ |").replaceAll("|", "\\|") : line;
  return `${fence}${padding}${shown}${padding}${fence}`;
}

/** Where a link or an image leads, within the bundle. */
export function markdownPath(path: string): string {
  return encodeURI(visibleText(path)).replace(
    /[()'*!&:]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function oneLine(text: string): string {
  return visibleText(text.replace(/\s*\n\s*/g, " "));
}
