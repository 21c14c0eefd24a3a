import { formatNumber } from "../../documents/format-quantity.ts";
import type { Comparison, ProfileChange } from "./comparison.ts";
import { moveWord } from "./move-word.ts";
import { noiseRules } from "./noise-rules.ts";

/** `shop (pid 12) → shop (pid 34)`. */
export function targetText({ before, after }: Comparison): string {
  const [one, other] = [before.target.label, after.target.label];
  return one === other ? one : `${one} → ${other}`;
}

/** `findings: 1 new, 7 same · facts: 16 more, 5 less, 9 differs, 46 same`. */
export function comparisonSummary({ findings, facts }: Comparison): string {
  return `findings: ${tally(findings)} · facts: ${tally(facts)}`;
}

function tally(changes: readonly { readonly change: keyof typeof moveWord }[]): string {
  const counts = new Map<keyof typeof moveWord, number>();
  for (const { change } of changes) counts.set(change, (counts.get(change) ?? 0) + 1);
  const words = [...(Object.keys(moveWord) as (keyof typeof moveWord)[])].flatMap((change) => {
    const count = counts.get(change);
    return count === undefined ? [] : [`${formatNumber(count)} ${moveWord[change]}`];
  });
  return words.length === 0 ? "none" : words.join(", ");
}

/** `param duration: 10 before, 20 after; kernel: …`: each of them may be the cause. */
export function otherConditions({ conditions }: Comparison): string {
  const told = conditions.map(({ name, before, after }) => `${name}: ${before} before, ${after} after`);
  return told.length === 0 ? "" : `${told.join("; ")}.`;
}

/** Why the graph may show another change than the table. */
export function profileCaption({ by, isAbsolute }: ProfileChange): string {
  const graph = `The graph has the stacks of both runs, compared ${isAbsolute ? "as they were measured" : "by their shares of all"}.`;
  if (by === "share") return `${graph} So does the table, because the runs measured it in different ways.`;
  return by === "weight"
    ? `${graph} The table has the functions whose weight changed.`
    : `${graph} The table has the functions that take more or less of a second than before.`;
}

/** In words, those rules that decided something here. */
export function rulesUsed({ facts }: Comparison): string[] {
  const used = new Set(facts.map(({ rule }) => rule));
  return Object.entries(noiseRules).flatMap(([rule, text]) =>
    used.has(rule as keyof typeof noiseRules) ? [text] : [],
  );
}
