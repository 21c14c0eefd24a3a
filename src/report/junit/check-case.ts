import type { Outcome } from "../../documents/findings.generated.ts";
import type { Report } from "../report.ts";
import type { ReportFinding } from "../verdict.ts";
import { findingText } from "../words/finding-text.ts";
import { outcomeWord } from "../words/outcome-word.ts";

/** A check as a CI system knows it. */
export interface CheckCase {
  /** Stable from run to run, so that a CI system shows the history of it. */
  readonly name: string;
  readonly durationMs: number;
  /** Absent where it passed. */
  readonly result?: CaseResult;
  /** For people, in lines. */
  readonly details: string;
}

interface CaseResult {
  readonly kind: "failure" | "error" | "skipped";
  readonly message: string;
  /** A skipped case has none. */
  readonly type?: Outcome | "incomplete";
}

/** A case for each check; and one that fails where the run is not complete, so that no suite is green for want of checks. */
export function checkCases(report: Report, fails: (outcome: Outcome) => boolean): CheckCase[] {
  const { findings, incomplete, timeline } = report;
  const cases = findings.map((finding): CheckCase => {
    const result = resultOf(finding, fails);
    const text = findingText(finding);
    const bars = timeline.bars.filter(({ step }) => finding.steps.includes(step));
    return {
      name: `${finding.check}: ${finding.title}`,
      durationMs: Math.max(0, ...bars.map(({ durationMs }) => durationMs)),
      ...(result === undefined ? {} : { result }),
      // A case that passed says how: also `info`, and what is below --fail-on, end here.
      details: result === undefined ? `${outcomeWord[finding.outcome]}: ${text}` : text,
    };
  });
  if (incomplete === undefined) return cases;
  const { statement, missing, mend } = incomplete;
  const result: CaseResult = { kind: "error", message: statement, type: "incomplete" };
  const details = [statement, ...missing, ...(mend === undefined ? [] : [mend])].join("\n");
  return [...cases, { name: "run: The run is complete", durationMs: timeline.totalMs, result, details }];
}

function resultOf(
  { outcome, message, missing }: ReportFinding,
  fails: (outcome: Outcome) => boolean,
): CaseResult | undefined {
  if (outcome === "error") return { kind: "error", message, type: outcome };
  if (outcome === "unknown") {
    const why = [...new Set(missing.map((one) => one.why))].join("; ");
    return { kind: "skipped", message: why === "" ? message : why };
  }
  return fails(outcome) ? { kind: "failure", message, type: outcome } : undefined;
}
