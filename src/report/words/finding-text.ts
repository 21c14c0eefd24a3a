import type { ReportFinding } from "../verdict.ts";

/** A finding in lines of plain text: what was found, what decided it, and what to do. */
export function findingText({ message, values, rule, rationale, missing, remedy, next }: ReportFinding): string {
  return [
    message,
    ...(values.length === 0 ? [] : [`Measured: ${values.map(({ fact, text }) => `${fact} ${text}`).join(", ")}`]),
    ...(rule === undefined ? [] : [`Rule: ${rule}`]),
    ...(rationale === undefined ? [] : [`Why this threshold: ${rationale}`]),
    ...missing.map(
      ({ fact, why, mend }) => `Missing: ${fact}, because ${why}${mend === undefined ? "" : ` → ${mend}`}`,
    ),
    ...(remedy === undefined ? [] : [`Do: ${remedy}`]),
    ...(next === undefined ? [] : [`Next: ${next}`]),
  ].join("\n");
}
