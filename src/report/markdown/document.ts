import type { RenderedFile } from "../format.ts";
import type { Grid } from "../grid/grid.ts";
import { fileGrid, privilegeGrid, rawGrid, timelineGrid } from "../grid/run-grids.ts";
import type { Property } from "../provenance.ts";
import type { Incomplete, Report } from "../report.ts";
import { markdownCode, markdownText } from "../safe-text/markdown.ts";
import type { VerdictBlock } from "../verdict.ts";
import { type AbsentList, absentLists, isPresent } from "../words/absent-exhibits.ts";
import { dateAndClock } from "../words/clock.ts";
import { costText } from "../words/cost-text.ts";
import { outcomeWord } from "../words/outcome-word.ts";
import { runProperties } from "../words/run-properties.ts";
import { summaryParts } from "../words/summary-line.ts";
import { verdictLines } from "../words/verdict-lines.ts";
import { coverageLines } from "./coverage.ts";
import { exhibitLines, pictureOf } from "./exhibit.ts";
import { findingLines } from "./finding.ts";
import { passedLines } from "./passed.ts";
import { markdownTables } from "./table.ts";

/** The report as report.md, with its pictures beside it. It is read on a forge and in a terminal alike: no HTML in it. */
export function renderMarkdown(report: Report): RenderedFile[] {
  const { playbook, target, findings, exhibits, notes, provenance } = report;
  const present = exhibits.filter(isPresent);
  const told = findings.filter(({ outcome }) => outcome !== "pass");
  const lines = [
    ...answerLines(report.verdict),
    ...incompleteLines(report.incomplete),
    summaryParts(report.summary)
      .map(({ text }) => markdownText(text))
      .join(" · "),
    "",
    `${markdownCode(playbook.name)} ${markdownText(playbook.version)} · ${markdownText(target.label)} · host ${markdownText(target.host)} · ${markdownText(dateAndClock(provenance.startedAt))}`,
    "",
    ...present.filter(({ lead }) => lead).flatMap(exhibitLines),
    ...(told.length === 0 ? [] : ["## Findings", "", ...told.flatMap(findingLines)]),
    ...passedLines(report),
    ...present.filter(({ lead }) => !lead).flatMap(exhibitLines),
    ...absentLists(exhibits).flatMap(absentLines),
    ...coverageLines(report),
    "## Data quality",
    "",
    ...(notes.length === 0
      ? ["Nothing was lost or cut, as far as the tools say."]
      : notes.map(({ step, text }) => `- ${step === undefined ? "" : `${markdownText(step)}: `}${markdownText(text)}`)),
    "",
    ...section("Timeline and cost", timelineGrid(report)),
    ...(report.cost === undefined
      ? ["The run ended before its cost was measured.", ""]
      : [markdownText(costText(report.cost)), ""]),
    "## Manifest",
    "",
    ...propertyLines(runProperties(report)),
    ...propertyLines(provenance.target.map(({ name, value }) => ({ name: `target: ${name}`, value }))),
    ...propertyLines(provenance.toolbox.map(({ name, value }) => ({ name: `toolbox: ${name}`, value }))),
    ...propertyLines((provenance.node ?? []).map(({ name, value }) => ({ name: `node: ${name}`, value }))),
    "",
    ...markdownTables(privilegeGrid(provenance), fileGrid(provenance)),
    ...section("Raw output", rawGrid(report)),
  ];
  return [
    { path: "report.md", text: `${lines.join("\n").trimEnd()}\n` },
    ...present.flatMap((exhibit) => pictureOf(exhibit) ?? []),
  ];
}

function answerLines(verdict: VerdictBlock): string[] {
  const { statement, path } = verdictLines(verdict);
  return [
    `# ${outcomeWord[verdict.outcome]}: ${markdownText(statement)}`,
    "",
    ...(path === undefined ? [] : [markdownText(path), ""]),
    ...(verdict.remedy === undefined ? [] : [`**Do:** ${markdownText(verdict.remedy)}`, ""]),
    ...(verdict.next === undefined ? [] : [`**Next:** ${markdownCode(verdict.next)}`, ""]),
  ];
}

function incompleteLines(incomplete: Incomplete | undefined): string[] {
  if (incomplete === undefined) return [];
  const { statement, missing, mend } = incomplete;
  return [
    `**${markdownText(statement)}.**${mend === undefined ? "" : ` ${markdownText(mend)}`}`,
    "",
    ...missing.map((text) => `- ${markdownText(text)}`),
    ...(missing.length === 0 ? [] : [""]),
  ];
}

function absentLines({ title, items }: AbsentList): string[] {
  return [`## ${title}`, "", ...items.map((item) => `- ${markdownText(item.title)}: ${markdownText(item.text)}`), ""];
}

function section(title: string, ...grids: readonly Grid[]): string[] {
  const tabled = markdownTables(...grids);
  return tabled.length === 0 ? [] : [`## ${title}`, "", ...tabled];
}

function propertyLines(list: readonly Property[]): string[] {
  return list.map(({ name, value }) => `- ${markdownText(name)}: ${markdownText(value)}`);
}
