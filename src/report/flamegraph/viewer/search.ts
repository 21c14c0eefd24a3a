import { frameLabel } from "../frame-kind.ts";
import type { Graph } from "./graph.ts";
import { safePattern } from "./safe-pattern.ts";

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

/** All names together: a search that takes longer is given up. */
const budgetMs = 100;

/**
 * Looks for a text (whatever its case) or a regular expression in the shown names.
 *
 * @returns why it cannot be searched for, where it cannot.
 */
export function search({ columns, layout, total }: Graph, { text, isPattern }: Query): Found | string {
  const needle = text.toLowerCase();
  const pattern = isPattern ? safePattern(text) : { matches: (name: string) => name.toLowerCase().includes(needle) };
  if ("problem" in pattern) return pattern.problem;
  const until = performance.now() + budgetMs;
  const names = new Uint8Array(columns.names.length);
  for (const [index, name] of columns.names.entries()) {
    if (pattern.matches(frameLabel(name))) names[index] = 1;
    if (isPattern && performance.now() > until) return "takes too long on these names";
  }
  names[columns.name[0]!] = 0;

  let frames = 0;
  let weight = 0;
  let counted = 0;
  for (let row = 1; row < columns.name.length; row++) {
    if (names[columns.name[row]!] === 0) continue;
    frames++;
    // What lies below a match that was counted is in its weight already.
    if (row < counted) continue;
    weight += total[row]!;
    counted = layout.end[row]!;
  }
  return { names, frames, weight };
}

/** The next match in the order of the rows, from the selected one on and around; undefined where there is none. */
export function nextMatch({ columns }: Graph, { names }: Found, from: number, step: 1 | -1): number | undefined {
  const size = columns.name.length;
  for (let i = 1; i <= size; i++) {
    const row = (from + step * i + size * 2) % size;
    if (row > 0 && names[columns.name[row]!] === 1) return row;
  }
  return undefined;
}
