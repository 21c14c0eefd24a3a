/**
 * Text from a node, so that nothing in it can hide or act: control characters become their pictures (U+2400...), and what
 * XML forbids, what nobody sees and what turns the direction of writing becomes U+FFFD. Names of more than 4,096
 * characters are cut: nobody reads them, and a page carries them all. Escaping for a format comes after.
 */
export function visibleText(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return cut.toWellFormed().replace(unsafe, picture);
}

const longest = 4096;

/** C0, DEL, C1, what takes no room, separators of lines, direction marks, noncharacters; and tags, which are pairs. */
const unsafe =
  /[\0-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufffe\uffff]|\udb40[\udc00-\udc7f]/g;

function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "\u2421" : "\ufffd";
}
