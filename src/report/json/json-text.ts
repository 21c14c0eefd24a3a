/**
 * A value as JSON that harms nobody who looks at it: in a terminal, in an editor, or pasted into a page's script. What
 * steers a terminal or turns the direction of writing is written as `\u…`, as is `<` where it could begin or end an
 * element; a parser reads the same value. Lone surrogates, which UTF-8 cannot hold, `JSON.stringify` escapes itself.
 */
export function jsonText(value: unknown, space = 1): string {
  return `${JSON.stringify(value, undefined, space).replace(unsafe, escaped)}\n`;
}

/** DEL, C1, what takes no room, separators of lines, direction marks, noncharacters; and `<` before `/`, `!`, a letter. */
const unsafe =
  /[\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufffe\uffff]|<(?=[/!a-z])/gi;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
