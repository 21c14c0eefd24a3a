import type { ComparedRun, Comparison, FindingChange, ProfileChange } from "../comparison/comparison.ts";
import {
  conditionGrid,
  functionGrid,
  movedFactGrid,
  otherFactGrid,
  outcomeText,
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
import { moveWord, verdictWord } from "../comparison/move-word.ts";
import { flamegraphSvg } from "../flamegraph/svg.ts";
import type { RenderedFile } from "../format.ts";
import type { Grid } from "../grid/grid.ts";
import { markdownCode, markdownText } from "../safe-text/markdown.ts";
import { dateAndClock } from "../words/clock.ts";
import { outcomeWord } from "../words/outcome-word.ts";
import { verdictLines } from "../words/verdict-lines.ts";
import { markdownTable } from "./table.ts";

/** Two runs compared as comparison.md, with the pictures beside it. */
export function renderComparisonMarkdown(comparison: Comparison): RenderedFile[] {
  const { playbook, verdict, findings, profiles } = comparison;
  const { statement, path } = verdictLines({ outcome: "info", message: verdict.statement });
  const changed = findings.filter(({ change }) => change !== "same");
  const lines = [
    `# ${verdictWord[verdict.change]}: ${markdownText(statement)}`,
    "",
    ...(path === undefined ? [] : [markdownText(path), ""]),
    ...verdict.details.flatMap((detail) => [markdownText(detail), ""]),
    ...(verdict.remedy === undefined ? [] : [`**Do:** ${markdownText(verdict.remedy)}`, ""]),
    ...(comparison.conditions.length === 0
      ? []
      : [`**Not all else was the same.** ${markdownText(otherConditions(comparison))}`, ""]),
    comparisonSummary(comparison),
    "",
    `${markdownCode(playbook.name)} ${markdownText(playbook.version)} · ${markdownText(targetText(comparison))}`,
    "",
    ...profiles.flatMap(profileLines),
    ...(changed.length === 0 ? [] : ["## Findings that changed", "", ...changed.flatMap(findingLines)]),
    "## The two runs",
    "",
    runLine("Before", comparison.before),
    runLine("After", comparison.after),
    "",
    ...(comparison.conditions.length === 0
      ? ["Both ran under the same conditions: playbook, params, target, node, tools and windows.", ""]
      : captioned(conditionGrid(comparison))),
    "## Facts",
    "",
    ...(movedFactGrid(comparison).rows.length === 0
      ? ["No fact changed beyond noise.", ""]
      : captioned(movedFactGrid(comparison))),
    ...captioned(otherFactGrid(comparison)),
    ...captioned(unknownFactGrid(comparison)),
    ...section(
      "## Findings that did not change",
      markdownTable(sameFindingGrid(comparison)),
      findings.length - changed.length,
    ),
    "## How a change is told from noise",
    "",
    ...rulesUsed(comparison).map((rule) => `- ${markdownText(rule)}`),
  ];
  return [
    { path: "comparison.md", text: `${lines.join("\n").trimEnd()}\n` },
    ...profiles.map((profile, index) => ({
      path: picturePath(index),
      text: flamegraphSvg(profile.tree, {
        id: `profile-${index + 1}`,
        title: profile.title,
        unit: profile.unit,
        mode: profile.isAbsolute ? "absolute" : "normalised",
      }),
    })),
  ];
}

function runLine(side: string, { outcome, message, target, startedAt, run }: ComparedRun): string {
  const about = [target.label, `host ${target.host}`, dateAndClock(startedAt), `run ${run}`].map((text) =>
    markdownText(text),
  );
  return `- ${side}: **${outcomeWord[outcome]}** ${markdownText(message)} (${about.join(" · ")})`;
}

function findingLines({ title, change, before, after }: FindingChange): string[] {
  const missing = [before, after].flatMap((side) => side?.missing ?? []);
  return [
    `### ${moveWord[change]}: ${markdownText(title)}`,
    "",
    `- Before: **${outcomeText(before)}** ${markdownText(before?.message ?? "")}`.trimEnd(),
    `- After: **${outcomeText(after)}** ${markdownText(after?.message ?? "")}`.trimEnd(),
    ...missing.map(({ fact, why, mend }) => {
      const advice = mend === undefined ? "" : ` → ${markdownText(mend)}`;
      return `- Missing: ${markdownCode(fact)}, because ${markdownText(why)}${advice}`;
    }),
    ...(after?.remedy === undefined ? [] : [`- Do: ${markdownText(after.remedy)}`]),
    "",
  ];
}

function profileLines(profile: ProfileChange, index: number): string[] {
  const answer = markdownText(profile.answer);
  const grid = functionGrid(profile);
  return [
    `## ${markdownText(profile.title)}`,
    "",
    `![${answer}](${picturePath(index)})`,
    "",
    answer,
    "",
    markdownText(profileCaption(profile)),
    "",
    ...(grid.rows.length === 0 ? [] : [...markdownTable(grid), ""]),
  ];
}

function picturePath(index: number): string {
  return `graphs/profile-${index + 1}.svg`;
}

function captioned(grid: Grid): string[] {
  return section(`${markdownText(grid.caption)}:`, markdownTable(grid), grid.rows.length);
}

function section(heading: string, lines: readonly string[], rows: number): string[] {
  return rows === 0 ? [] : [heading, "", ...lines, ""];
}
