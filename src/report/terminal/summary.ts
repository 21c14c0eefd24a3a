import type { Outcome } from "../../documents/findings.generated.ts";
import type { Report } from "../report.ts";
import { harmless, inAscii } from "../safe-text/terminal.ts";
import type { ReportFinding } from "../verdict.ts";
import { verdictLines } from "../words/verdict-lines.ts";
import { wrap } from "./wrap.ts";

export interface TerminalOptions {
  /** Columns; nothing printed is wider. */
  readonly width: number;
  readonly colour: boolean;
  readonly unicode: boolean;
}

/** Two blanks, the word, and the blanks up to the text. */
const indent = 8;
const narrowest = 24;

const word: Readonly<Record<Outcome, string>> = {
  fail: "FAIL",
  warn: "WARN",
  info: "info",
  pass: "pass",
  unknown: "?",
  error: "error",
};
/** SGR parameters. */
const colour: Readonly<Record<Outcome, string>> = {
  fail: "1;31",
  warn: "1;33",
  info: "1",
  pass: "32",
  unknown: "35",
  error: "1;31",
};

/** The answer, as the last thing on the screen. Lines without line ends. */
export function terminalSummary(report: Report, options: TerminalOptions): string[] {
  const { verdict, findings, incomplete } = report;
  const others = findings.filter(({ check }) => check !== verdict.check);
  const { statement, path } = verdictLines(verdict);
  return [
    ...block(verdict.outcome, statement, options),
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
      ...block(finding.outcome, finding.message, options),
      ...remedy(finding.remedy, options),
      ...remedy(finding.next, options),
    ];
  }
  const causes = [...new Set(finding.missing.map(({ why }) => why))].join("; ");
  const mends = [...new Set(finding.missing.flatMap(({ mend }) => mend ?? []))];
  return [
    ...block("unknown", `${finding.title}: unknown (${causes === "" ? finding.message : causes})`, options),
    ...mends.flatMap((mend) => remedy(mend, options)),
  ];
}

function block(outcome: Outcome, text: string, options: TerminalOptions): string[] {
  const [first = "", ...rest] = continuation(text, options);
  const shown = word[outcome].padEnd(indent - 2);
  const painted = options.colour
    ? shown.replace(word[outcome], `\x1b[${colour[outcome]}m${word[outcome]}\x1b[0m`)
    : shown;
  return [`  ${painted}${first.slice(indent)}`, ...rest];
}

function remedy(text: string | undefined, options: TerminalOptions): string[] {
  if (text === undefined) return [];
  const arrow = options.unicode ? "→ " : "-> ";
  return continuation(text, options, arrow.length).map((line, index) =>
    index === 0 ? `${" ".repeat(indent)}${arrow}${line.slice(indent + arrow.length)}` : line,
  );
}

function continuation(text: string, { width, unicode }: TerminalOptions, hanging = 0): string[] {
  const safe = harmless(text.replace(/\s*\n\s*/g, " "));
  const room = Math.max(narrowest, width) - indent - hanging;
  return wrap(unicode ? safe : inAscii(safe), room).map((line) => " ".repeat(indent + hanging) + line);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
