import type { Outcome } from "../../documents/findings.generated.ts";
import type { Report } from "../report.ts";
import type { ReportFinding } from "../verdict.ts";
import { verdictLines } from "../words/verdict-lines.ts";
import { block, continuation, type Mark, remedy, type TerminalOptions } from "./block.ts";

const mark: Readonly<Record<Outcome, Mark>> = {
  fail: { word: "FAIL", colour: "1;31" },
  warn: { word: "WARN", colour: "1;33" },
  info: { word: "info", colour: "1" },
  pass: { word: "pass", colour: "32" },
  unknown: { word: "?", colour: "35" },
  error: { word: "error", colour: "1;31" },
};

/** The answer, as the last thing on the screen. Lines without line ends. */
export function terminalSummary(report: Report, options: TerminalOptions): string[] {
  const { verdict, findings, incomplete } = report;
  const others = findings.filter(({ check }) => check !== verdict.check);
  const { statement, path } = verdictLines(verdict);
  return [
    ...block(mark[verdict.outcome], statement, options),
    ...(path === undefined ? [] : continuation(path, options)),
    ...remedy(verdict.remedy, options),
    ...remedy(verdict.next, options),
    ...(incomplete === undefined
      ? []
      : [incomplete.statement, ...incomplete.missing].flatMap((text) => continuation(sentence(text), options))),
    ...remedy(incomplete?.mend, options),
    ...others.flatMap((finding) => findingLines(finding, options)),
  ];
}

function findingLines(finding: ReportFinding, options: TerminalOptions): string[] {
  if (finding.outcome !== "unknown") {
    return [
      ...block(mark[finding.outcome], finding.message, options),
      ...remedy(finding.remedy, options),
      ...remedy(finding.next, options),
    ];
  }
  const causes = [...new Set(finding.missing.map(({ why }) => why))].join("; ");
  const mends = [...new Set(finding.missing.flatMap(({ mend }) => mend ?? []))];
  return [
    ...block(mark.unknown, `${finding.title}: unknown (${causes === "" ? finding.message : causes})`, options),
    ...mends.flatMap((mend) => remedy(mend, options)),
  ];
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
