import type { Comparison, ComparisonVerdict } from "../comparison/comparison.ts";
import { comparisonSummary, otherConditions } from "../comparison/comparison-words.ts";
import { verdictLines } from "../words/verdict-lines.ts";
import { block, continuation, type Mark, remedy, type TerminalOptions } from "./block.ts";

const mark: Readonly<Record<ComparisonVerdict["change"], Mark>> = {
  worse: { word: "WORSE", colour: "1;31" },
  mixed: { word: "MIXED", colour: "1;33" },
  unclear: { word: "?", colour: "35" },
  better: { word: "better", colour: "32" },
  same: { word: "same", colour: "32" },
};

/** The answer, as the last thing on the screen. Lines without line ends. */
export function terminalComparison(comparison: Comparison, options: TerminalOptions): string[] {
  const { verdict, conditions } = comparison;
  const { statement, path } = verdictLines({ outcome: "info", message: verdict.statement });
  return [
    ...block(mark[verdict.change], statement, options),
    ...(path === undefined ? [] : continuation(path, options)),
    ...verdict.details.flatMap((detail) => continuation(detail, options)),
    ...remedy(verdict.remedy, options),
    ...(conditions.length === 0
      ? []
      : continuation(`Not all else was the same. ${otherConditions(comparison)}`, options)),
    ...continuation(comparisonSummary(comparison), options),
  ];
}
