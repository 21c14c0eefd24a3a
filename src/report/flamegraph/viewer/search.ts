import { frameLabel } from "../frame-kind.ts";
import type { Graph } from "./graph.ts";

export interface Query {
  readonly text: string;
  readonly isPattern: boolean;
}

export interface Found {
  /** 1 per name that matches. */
  readonly names: Uint8Array;
  readonly frames: number;
  /** Weight of all stacks with a match, each counted once, in the profile's unit. */
  readonly weight: number;
}

/**
 * Looks for a text (whatever its case) or a regular expression in the shown names.
 *
 * @returns undefined when the pattern is no regular expression.
 */
export function search({ columns, layout }: Graph, { text, isPattern }: Query): Found | undefined {
  const matches = isPattern ? matcherOf(text) : (name: string) => name.toLowerCase().includes(text.toLowerCase());
  if (!matches) return undefined;
  const names = Uint8Array.from(columns.names, (name) => (matches(frameLabel(name)) ? 1 : 0));
  names[columns.name[0]!] = 0;

  let frames = 0;
  let weight = 0;
  let counted = 0;
  for (let row = 1; row < columns.name.length; row++) {
    if (names[columns.name[row]!] === 0) continue;
    frames++;
    // What lies below a match that was counted is in its weight already.
    if (row < counted) continue;
    weight += layout.total[row]!;
    counted = layout.end[row]!;
  }
  return { names, frames, weight };
}

function matcherOf(text: string): ((name: string) => boolean) | undefined {
  try {
    const pattern = new RegExp(text, "iu");
    return (name) => pattern.test(name);
  } catch {
    return undefined;
  }
}
