import type { RenderedFile } from "../format.ts";
import { renderOverviewHtml } from "../html/overview-page.ts";
import { jsonText } from "../json/json-text.ts";
import { markdownTable } from "../markdown/table.ts";
import { markdownText } from "../safe-text/markdown.ts";
import { dateAndClock } from "../words/clock.ts";
import { outcomeWord } from "../words/outcome-word.ts";
import type { Overview } from "./overview.ts";
import { overviewGrid } from "./overview-grid.ts";

/** The summary in every format, beside the folders of its targets. */
export function overviewFiles(overview: Overview): RenderedFile[] {
  return [
    { path: "summary.html", text: renderOverviewHtml(overview) },
    { path: "summary.md", text: markdown(overview) },
    { path: "summary.json", text: jsonText(overview) },
  ];
}

function markdown(overview: Overview): string {
  const { playbook, selection, startedAt, outcome, statement, targets } = overview;
  const remedies = [...new Set(targets.flatMap(({ remedy }) => remedy ?? []))];
  const lines = [
    `# ${outcomeWord[outcome]}: ${markdownText(statement)}`,
    "",
    ...remedies.flatMap((remedy) => [`**Do:** ${markdownText(remedy)}`, ""]),
    `${markdownText(playbook.name)} ${markdownText(playbook.version)} · ${markdownText(selection)} · ${markdownText(dateAndClock(startedAt))}`,
    "",
    ...markdownTable(overviewGrid(overview)),
  ];
  return `${lines.join("\n")}\n`;
}
