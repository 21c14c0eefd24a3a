/** Columns that a terminal gives a text: none to what combines, two to East Asian wide characters and emoji. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += none.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

const none = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
/** The ranges W and F of Unicode's EastAsianWidth.txt, by block. */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u;
