import { element, type Svg, text } from "./svg-element.ts";

export interface EndLabel {
  readonly name: string;
  /** Class of the text. */
  readonly look: string;
  /** Where that ends which it names. */
  readonly x: number;
  readonly y: number;
}

const lineHeight = 15;
const leader = 14;

/** Names at the right ends of what they name, moved apart where they would meet, each led to by a thin line. */
export function endLabels(labels: readonly EndLabel[], right: number, bottom: number): Svg[] {
  const sorted = labels.toSorted((a, b) => a.y - b.y);
  return movedApart(
    sorted.map(({ y }) => y),
    bottom,
  ).flatMap((y, i) => {
    const label = sorted[i];
    if (label === undefined) return [];
    return [
      element("line", { class: "leader", x1: label.x + 2, x2: right + 2, y1: label.y, y2: label.y }),
      element("line", { class: "leader", x1: right + 2, x2: right + leader, y1: label.y, y2: y }),
      element("text", { class: label.look, x: right + leader + 4, y: y + 4 }, text(label.name)),
    ];
  });
}

/** Downwards from above, then upwards from the bottom where that went too far. */
function movedApart(wanted: readonly number[], bottom: number): number[] {
  const down: number[] = [];
  for (const y of wanted) down.push(Math.max(y, (down.at(-1) ?? -Infinity) + lineHeight));
  const up: number[] = [];
  for (const y of down.toReversed()) up.push(Math.min(y, (up.at(-1) ?? bottom + lineHeight) - lineHeight));
  return up.toReversed();
}
