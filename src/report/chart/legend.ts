import { roomFor } from "./frame.ts";
import { element, type Svg, text } from "./svg-element.ts";

export interface LegendEntry {
  readonly name: string;
  /** Class of the line. */
  readonly line: string;
}

const rowHeight = 18;
const sample = 24;
const gap = 20;

/** Names beside samples of their lines, in as many rows as it takes. A single series needs none: the title names it. */
export function legend(
  entries: readonly LegendEntry[],
  width: number,
): { readonly height: number; readonly content: readonly Svg[] } {
  let [x, row] = [0, 0];
  const content = entries.flatMap(({ name, line }) => {
    const room = sample + 6 + roomFor(name);
    if (x > 0 && x + room > width) [x, row] = [0, row + 1];
    const y = row * rowHeight + 12;
    const drawn = [
      element("line", { class: line, x1: x, x2: x + sample, y1: y - 4, y2: y - 4 }),
      element("text", { x: x + sample + 6, y }, text(name)),
    ];
    x += room + gap;
    return drawn;
  });
  return { height: entries.length === 0 ? 0 : (row + 1) * rowHeight + 4, content };
}
