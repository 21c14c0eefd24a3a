import type { Outcome } from "../documents/findings.generated.ts";

/** From which outcome on a result counts as failed, where somebody has to say yes or no: an exit status, a CI system. */
export const failOnLevels = ["info", "warn", "fail", "never"] as const;
export type FailOn = (typeof failOnLevels)[number];

const severity: Record<Outcome, number> = { pass: 0, unknown: 0, error: 0, info: 1, warn: 2, fail: 3 };

export function reaches(outcome: Outcome, failOn: FailOn): boolean {
  return failOn !== "never" && severity[outcome] >= severity[failOn];
}
