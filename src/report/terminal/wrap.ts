import { textWidth } from "./text-width.ts";

/** Breaks at blanks; a word longer than a line is broken where the line ends. Never returns no line. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(1, width);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/ +/).flatMap((one) => pieces(one, room))) {
    if (line === "") line = word;
    else if (textWidth(line) + 1 + textWidth(word) <= room) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function pieces(word: string, room: number): string[] {
  if (textWidth(word) <= room) return [word];
  const done: string[] = [];
  let piece = "";
  for (const character of word) {
    if (piece !== "" && textWidth(piece + character) > room) {
      done.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...done, piece];
}
