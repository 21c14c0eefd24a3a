import type { Outcome } from "../../documents/findings.generated.ts";
import { stepChart } from "../chart/step-chart.ts";
import { attemptGrid, coverageGrid, fileGrid, passedGrid, privilegeGrid, timelineGrid } from "../grid/run-grids.ts";
import type { Property } from "../provenance.ts";
import type { Report } from "../report.ts";
import { absentLists, isPresent } from "../words/absent-exhibits.ts";
import { dateAndClock } from "../words/clock.ts";
import { costText } from "../words/cost-text.ts";
import { outcomeWord } from "../words/outcome-word.ts";
import { runProperties } from "../words/run-properties.ts";
import { type SummaryPart, summaryParts } from "../words/summary-line.ts";
import { verdictLines } from "../words/verdict-lines.ts";
import { type ExhibitView, exhibitAnchor } from "./bare-view.ts";
import { exhibitView } from "./exhibit-view.ts";
import { type FindingView, findingAnchor, findingViews, type Link, rawLinks } from "./finding-view.ts";
import { type GridView, gridView, gridViews } from "./grid-view.ts";
import { type RawView, rawViews } from "./raw-view.ts";
import { noHtml, ofSvg, type SafeHtml } from "./safe-html.ts";

/** What the templates show. Every field is always there, empty where there is nothing: templates are strict. */
export interface PageView {
  readonly documentTitle: string;
  readonly playbook: string;
  readonly question: string;
  readonly target: string;
  readonly when: string;
  readonly verdict: VerdictView;
  readonly incomplete:
    | { readonly statement: string; readonly missing: readonly string[]; readonly mend: string }
    | undefined;
  readonly summary: readonly Partial<Link>[];
  readonly contents: readonly Link[];
  readonly leads: readonly ExhibitView[];
  readonly findings: readonly FindingView[];
  readonly passed: readonly GridView[];
  readonly exhibits: readonly ExhibitView[];
  readonly absent: readonly AbsentView[];
  readonly coverage: readonly GridView[];
  readonly notes: readonly { readonly step: string; readonly text: string }[];
  readonly stepsHtml: SafeHtml;
  readonly steps: GridView;
  readonly cost: string;
  readonly properties: readonly { readonly title: string; readonly list: readonly Property[] }[];
  readonly files: readonly GridView[];
  readonly raw: readonly RawView[];
}

interface AbsentView {
  readonly anchor: string;
  readonly title: string;
  readonly items: readonly { readonly anchor: string; readonly title: string; readonly text: string }[];
}

interface VerdictView {
  readonly outcome: Outcome;
  readonly word: string;
  readonly statement: string;
  readonly path: string;
  readonly remedy: string;
  readonly next: string;
  readonly links: readonly Link[];
}

export function pageView(report: Report): PageView {
  const { playbook, target, verdict, incomplete, findings, exhibits, provenance, timeline } = report;
  const present = exhibits.filter(isPresent);
  const leads = present.filter(({ lead }) => lead).map(exhibitView);
  const others = present.filter(({ lead }) => !lead).map(exhibitView);
  const absent = absentLists(exhibits).map((list) => ({
    ...list,
    items: list.items.map(({ id, ...item }) => ({ ...item, anchor: exhibitAnchor(id) })),
  }));
  const told = findingViews(report);
  const passed = gridViews(passedGrid(report));
  const raw = rawViews(report);
  return {
    documentTitle: `${outcomeWord[verdict.outcome]}: ${playbook.name}, ${target.label}`,
    playbook: playbook.name,
    question: playbook.title,
    target: target.label,
    when: dateAndClock(provenance.startedAt),
    verdict: verdictView(report),
    incomplete: incomplete && { ...incomplete, mend: incomplete.mend ?? "" },
    summary: summaryParts(report.summary).map((part) => ({ text: part.text, href: summaryLink(part, findings) })),
    contents: [
      ...leads.map(titleLink),
      ...(told.length === 0 ? [] : [{ href: "#findings", text: "Findings" }]),
      ...(passed.length === 0 ? [] : [{ href: "#passed", text: "Passed" }]),
      ...others.map(titleLink),
      ...absent.map(titleLink),
      { href: "#coverage", text: "Coverage" },
      { href: "#quality", text: "Data quality" },
      { href: "#timeline", text: "Timeline and cost" },
      { href: "#manifest", text: "Manifest" },
      ...(raw.length === 0 ? [] : [{ href: "#raw", text: "Raw output" }]),
    ],
    leads,
    findings: told,
    passed,
    exhibits: others,
    absent,
    coverage: gridViews(coverageGrid(report), attemptGrid(report)),
    notes: report.notes.map(({ step = "", text }) => ({ step, text })),
    stepsHtml:
      timeline.bars.length === 0
        ? noHtml
        : ofSvg(stepChart(timeline, "wide", "page"), stepChart(timeline, "narrow", "page")),
    steps: gridView(timelineGrid(report)),
    cost: report.cost === undefined ? "The run ended before its cost was measured." : costText(report.cost),
    properties: [
      { title: "Run", list: runProperties(report) },
      { title: "Target", list: provenance.target },
      ...(provenance.toolbox.length === 0 ? [] : [{ title: "Toolbox", list: provenance.toolbox }]),
      ...(provenance.node === undefined ? [] : [{ title: "Node", list: provenance.node }]),
    ],
    files: gridViews(privilegeGrid(provenance), fileGrid(provenance)),
    raw,
  };
}

function verdictView(report: Report): VerdictView {
  const { outcome, evidence, raw, remedy = "", next = "" } = report.verdict;
  const { statement, path = "" } = verdictLines(report.verdict);
  return {
    outcome,
    word: outcomeWord[outcome],
    statement,
    path,
    remedy,
    next,
    links: [
      ...(evidence === undefined ? [] : [{ href: `#${exhibitAnchor(evidence)}`, text: "evidence ↓" }]),
      ...whyLink(report),
      ...rawLinks(report, raw === undefined ? [] : [raw]).map(({ href }) => ({ href, text: "raw output ↓" })),
    ],
  };
}

/** To the figure, the threshold and the reason for it. */
function whyLink({ findings, verdict }: Report): Link[] {
  const index = findings.findIndex(({ check }) => check === verdict.check);
  return index < 0 || findings[index]?.outcome === "pass"
    ? []
    : [{ href: `#${findingAnchor(index)}`, text: "threshold ↓" }];
}

function summaryLink({ about }: SummaryPart, findings: Report["findings"]): string {
  switch (about) {
    case "findings":
      return findings.some(({ outcome }) => outcome !== "pass") ? "#findings" : "";
    case "passed":
      return findings.some(({ outcome }) => outcome === "pass") ? "#passed" : "";
    case "unknown":
      return `#${findingAnchor(findings.findIndex(({ outcome }) => outcome === "unknown"))}`;
    case "cost":
      return "#timeline";
    default:
      return "";
  }
}

function titleLink({ anchor, title }: Pick<ExhibitView, "anchor" | "title">): Link {
  return { href: `#${anchor}`, text: title };
}
