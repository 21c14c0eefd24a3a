const ellipsis = "…";
/** None of it: every character is one unit and takes one column. */
const wide = /[\u1100-\uffff]/;

/**
 * Cuts a label to a number of columns of a fixed-width font: a path loses its front, for its end tells files apart;
 * a function loses its back. Nothing when not even three characters fit.
 */
export function fitText(label: string, columns: number): string {
  if (columns < 3) return "";
  // Nothing longer can fit; a name of a megabyte is not measured character by character.
  const isPath = label.startsWith("/");
  const near = isPath ? label.slice(-columns - 1) : label.slice(0, columns + 1);
  if (!wide.test(near)) {
    if (label.length <= columns) return label;
    return isPath ? ellipsis + near.slice(2) : near.slice(0, -2) + ellipsis;
  }
  const characters = [...near.toWellFormed()];
  if (label.length === near.length && widthOf(characters) <= columns) return label;
  if (isPath) characters.reverse();
  let used = 1;
  const fitting: string[] = [];
  for (const character of characters) {
    used += width(character);
    if (used > columns) break;
    fitting.push(character);
  }
  return isPath ? ellipsis + fitting.reverse().join("") : fitting.join("") + ellipsis;
}

function widthOf(characters: readonly string[]): number {
  return characters.reduce((sum, character) => sum + width(character), 0);
}

/** East Asian characters and pictures take two columns. */
function width(character: string): number {
  return character.codePointAt(0)! >= 0x1100 ? 2 : 1;
}
