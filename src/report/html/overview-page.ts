import { chartColours } from "../chart/chart-style.ts";
import type { Overview } from "../overview/overview.ts";
import { overviewGrid } from "../overview/overview-grid.ts";
import { dateAndClock } from "../words/clock.ts";
import { outcomeWord } from "../words/outcome-word.ts";
import { contentPolicy } from "./content-policy.ts";
import { pageStyle } from "./page-style.ts";
import { ofOwnWriter } from "./safe-html.ts";
import { templates } from "./templates.generated.js";
import { visibleView } from "./visible-view.ts";

const style = [chartColours, pageStyle].join("\n");

/** The summary of several targets as one page, which links to their reports beside it. */
export function renderOverviewHtml(overview: Overview): string {
  const { playbook, selection, startedAt, outcome, statement, targets } = overview;
  const view = visibleView({
    documentTitle: `${outcomeWord[outcome]}: ${playbook.name}, ${selection}`,
    playbook: playbook.name,
    question: playbook.title,
    selection,
    when: dateAndClock(startedAt),
    outcome,
    word: outcomeWord[outcome],
    statement,
    caption: overviewGrid(overview).caption,
    remedies: [...new Set(targets.flatMap(({ remedy }) => remedy ?? []))],
    targets: targets.map(({ folder, ...target }) => ({
      ...target,
      word: outcomeWord[target.outcome],
      path: target.path ?? "",
      href: folder === undefined ? "" : `${encodeURIComponent(folder.toWellFormed())}/report.html`,
    })),
  });
  return templates.overview({ ...view, policy: contentPolicy(style, ""), styleHtml: ofOwnWriter(style) });
}
