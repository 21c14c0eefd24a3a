import type { ComparisonVerdict, FactMove, FindingMove, FunctionChange } from "./comparison.ts";

/** Loud only where somebody has to act. */
export const moveWord: Readonly<Record<FindingMove | FactMove | FunctionChange["change"], string>> = {
  new: "new",
  worse: "worse",
  "now-unknown": "not known now",
  better: "better",
  gone: "gone",
  "now-known": "known now",
  more: "more",
  less: "less",
  other: "differ",
  unknown: "unknown",
  same: "same",
};

export const verdictWord: Readonly<Record<ComparisonVerdict["change"], string>> = {
  worse: "WORSE",
  mixed: "MIXED",
  unclear: "unclear",
  better: "better",
  same: "same",
};

/** Class of its colour in a page: that of the outcome that it is like. */
export const verdictClass: Readonly<Record<ComparisonVerdict["change"], string>> = {
  worse: "fail",
  mixed: "warn",
  unclear: "unknown",
  better: "pass",
  same: "info",
};
