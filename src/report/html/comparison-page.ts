import { chartColours } from "../chart/chart-style.ts";
import { mapBoth } from "../comparison/both.ts";
import type { ComparedRun, Comparison, FindingChange, FindingSide, ProfileChange } from "../comparison/comparison.ts";
import {
  conditionGrid,
  functionGrid,
  movedFactGrid,
  otherFactGrid,
  outcomeText,
  sameFactGrid,
  sameFindingGrid,
  unknownFactGrid,
} from "../comparison/comparison-grids.ts";
import {
  comparisonSummary,
  otherConditions,
  profileCaption,
  rulesUsed,
  targetText,
} from "../comparison/comparison-words.ts";
import { moveWord, verdictClass, verdictWord } from "../comparison/move-word.ts";
import { flamegraphFigure } from "../flamegraph/figure.ts";
import { figureStyle } from "../flamegraph/figure-style.ts";
import { viewerScript } from "../flamegraph/viewer-script.generated.ts";
import type { RenderedFile } from "../format.ts";
import type { Grid } from "../grid/grid.ts";
import { dateAndClock } from "../words/clock.ts";
import { outcomeWord } from "../words/outcome-word.ts";
import { verdictLines } from "../words/verdict-lines.ts";
import { contentPolicy } from "./content-policy.ts";
import { gridView, gridViews } from "./grid-view.ts";
import { pageStyle } from "./page-style.ts";
import { ofOwnWriter } from "./safe-html.ts";
import { templates } from "./templates.generated.js";
import { visibleView } from "./visible-view.ts";

const style = [chartColours, pageStyle, figureStyle].join("\n");

/** Two runs compared, as one file that needs no other, no network and no script. */
export function renderComparisonHtml(comparison: Comparison): RenderedFile[] {
  const view = visibleView(comparisonView(comparison));
  const text = templates.comparison({
    ...view,
    policy: contentPolicy(style, viewerScript),
    styleHtml: ofOwnWriter(style),
    scriptHtml: ofOwnWriter(viewerScript),
  });
  return [{ path: "comparison.html", text }];
}

/** What the template needs, empty where there is nothing: templates are strict. */
function comparisonView(comparison: Comparison) {
  const { playbook, verdict, findings } = comparison;
  const target = targetText(comparison);
  const changed = findings.filter(({ change }) => change !== "same").map(findingView);
  const profiles = comparison.profiles.map(profileView);
  const same = gridViews(sameFindingGrid(comparison));
  return {
    documentTitle: `${verdictWord[verdict.change]}: ${playbook.name}, ${target}`,
    playbook: playbook.name,
    question: playbook.title,
    target,
    verdict: {
      outcome: verdictClass[verdict.change],
      word: verdictWord[verdict.change],
      path: "",
      ...verdictLines({ outcome: "info", message: verdict.statement }),
      details: verdict.details,
      remedy: verdict.remedy ?? "",
    },
    summary: comparisonSummary(comparison),
    contents: [
      ...profiles.map(({ anchor, title }) => ({ href: `#${anchor}`, text: title })),
      ...(changed.length === 0 ? [] : [{ href: "#findings", text: "Findings that changed" }]),
      { href: "#runs", text: "The two runs" },
      { href: "#facts", text: "Facts" },
      ...(same.length === 0 ? [] : [{ href: "#same", text: "Findings that did not change" }]),
      { href: "#noise", text: "Change and noise" },
    ],
    runs: [
      { side: "Before", ...runView(comparison.before) },
      { side: "After", ...runView(comparison.after) },
    ],
    others: otherConditions(comparison),
    conditions: gridViews(conditionGrid(comparison)),
    findings: changed,
    profiles,
    moved: gridViews(movedFactGrid(comparison)),
    folded: [otherFactGrid(comparison), unknownFactGrid(comparison), sameFactGrid(comparison)].flatMap(foldedView),
    same,
    rules: rulesUsed(comparison),
  };
}

function runView({ outcome, message, target, startedAt, run }: ComparedRun) {
  const about = `${target.label} · host ${target.host} · ${dateAndClock(startedAt)} · run ${run}`;
  return { outcome, word: outcomeWord[outcome], message, about };
}

function findingView({ title, change, before, after }: FindingChange) {
  const missing = mapBoth({ before, after }, (side) => side?.missing ?? []);
  return {
    title,
    word: moveWord[change],
    class: { new: "fail", worse: "fail", better: "pass", gone: "pass", same: "info" }[change as string] ?? "unknown",
    before: sideView(before),
    after: sideView(after),
    missing: (["before", "after"] as const).flatMap((side) =>
      missing[side].map(({ fact, why, mend = "" }) => ({ side, fact, why, mend })),
    ),
    remedy: after?.remedy ?? "",
  };
}

function sideView(side: FindingSide | undefined) {
  return { outcome: side?.outcome ?? "info", word: outcomeText(side), message: side?.message ?? "" };
}

function profileView(profile: ProfileChange, index: number) {
  const { title, answer, unit, tree, isAbsolute } = profile;
  const mode = isAbsolute ? "absolute" : "normalised";
  const figure = flamegraphFigure(tree, { id: `figure-${index + 1}`, title: `${title}: ${answer}`, unit, mode });
  return {
    anchor: `profile-${index + 1}`,
    title,
    answer,
    figureHtml: ofOwnWriter(figure),
    caption: profileCaption(profile),
    functions: gridViews(functionGrid(profile)),
  };
}

function foldedView(grid: Grid) {
  return grid.rows.length === 0 ? [] : [{ summary: `${grid.caption}: ${grid.rows.length}`, grid: gridView(grid) }];
}
