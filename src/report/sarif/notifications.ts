import type { Report } from "../report.ts";
import { sarifText } from "../safe-text/sarif.ts";
import type { ReportFinding } from "../verdict.ts";
import { ruleId } from "./rule.ts";
import type { SarifNotification } from "./sarif-log.ts";

/** What went wrong with looking: checks that broke, steps without an answer, a run without its end, data that is less than exact. */
export function buildNotifications(report: Report, findings: readonly ReportFinding[]): SarifNotification[] {
  const { playbook, coverage, notes, incomplete } = report;
  const broken = [...findings.entries()].flatMap(([index, { check, outcome, message }]) =>
    outcome === "error"
      ? [
          {
            ...notification("error", `${check}: ${message}`),
            associatedRule: { id: ruleId(playbook.name, check), index },
          },
        ]
      : [],
  );
  const unanswered = coverage.flatMap(({ step, label, status, reason }) =>
    reason === undefined
      ? []
      : [notification(status === "failed" ? "warning" : "note", `${step} (${label}) ${status}: ${reason.message}`)],
  );
  const cut = incomplete === undefined ? [] : [incomplete.statement, ...incomplete.missing];
  return [
    ...broken,
    ...cut.map((text) => notification("error", text)),
    ...unanswered,
    ...notes.map(({ step, text }) => notification("note", step === undefined ? text : `${step}: ${text}`)),
  ];
}

function notification(level: SarifNotification["level"], text: string): SarifNotification {
  return { level, message: { text: sarifText(text) } };
}
