import type { Outcome } from "../../documents/findings.generated.ts";

/** Loud only where somebody has to act. */
export const outcomeWord: Readonly<Record<Outcome, string>> = {
  fail: "FAIL",
  warn: "WARN",
  info: "info",
  pass: "pass",
  unknown: "unknown",
  error: "error",
};
