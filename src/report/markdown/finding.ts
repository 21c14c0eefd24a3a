import { markdownCode, markdownText } from "../safe-text/markdown.ts";
import type { ReportFinding } from "../verdict.ts";
import { outcomeWord } from "../words/outcome-word.ts";

/** What was found, the figure that decided it, its threshold, why that threshold, and what to do. */
export function findingLines(finding: ReportFinding): string[] {
  const { outcome, title, message, values, rule, rationale, remedy, next, missing } = finding;
  return [
    `### ${outcomeWord[outcome]}: ${markdownText(title)}`,
    "",
    markdownText(message),
    "",
    ...(values.length === 0
      ? []
      : [`- Measured: ${values.map(({ fact, text }) => `${markdownCode(fact)} ${markdownText(text)}`).join(", ")}`]),
    ...(rule === undefined ? [] : [`- Rule: ${markdownCode(rule)}`]),
    ...(rationale === undefined ? [] : [`- Why this threshold: ${markdownText(rationale)}`]),
    ...missing.map(
      ({ fact, why, mend }) =>
        `- Missing: ${markdownCode(fact)}, because ${markdownText(why)}${mend === undefined ? "" : ` → ${markdownText(mend)}`}`,
    ),
    ...(remedy === undefined ? [] : [`- Do: ${markdownText(remedy)}`]),
    ...(next === undefined ? [] : [`- Next: ${markdownCode(next)}`]),
    "",
  ];
}
