import { isProblem } from "../comparison/compare-findings.ts";
import type { Comparison, FindingChange } from "../comparison/comparison.ts";
import { outcomeText } from "../comparison/comparison-grids.ts";
import { otherConditions } from "../comparison/comparison-words.ts";
import { moveWord } from "../comparison/move-word.ts";
import type { RenderedFile } from "../format.ts";
import { xmlAttribute, xmlLines } from "../safe-text/xml.ts";

/** A case for each check: it fails where a problem is new or worse, and is skipped where it cannot be judged any more. */
export function renderComparisonJunit(comparison: Comparison): RenderedFile[] {
  const { playbook, before, after, findings } = comparison;
  const cases = findings.map((finding) => ({ finding, result: resultOf(finding) }));
  const count = (kind: CaseKind) => cases.filter(({ result }) => result === kind).length;
  const totals = `${xmlAttribute("tests", `${cases.length}`)}${xmlAttribute("failures", `${count("failure")}`)}${xmlAttribute("errors", "0")}${xmlAttribute("skipped", `${count("skipped")}`)}`;
  const properties = { before: before.run, after: after.run, conditions: otherConditions(comparison) };
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${xmlAttribute("name", "diag diff")}${totals}>`,
    `  <testsuite${xmlAttribute("name", `${playbook.name}: ${after.target.label}`)}${totals}${xmlAttribute("timestamp", after.startedAt.slice(0, 19))}${xmlAttribute("hostname", after.target.host)}>`,
    "    <properties>",
    ...Object.entries(properties).map(
      ([name, value]) => `      <property${xmlAttribute("name", name)}${xmlAttribute("value", value)}/>`,
    ),
    "    </properties>",
    ...cases.flatMap(({ finding, result }) => caseLines(finding, result, `diag.${playbook.name}`)),
    "  </testsuite>",
    "</testsuites>",
  ];
  return [{ path: "comparison.junit.xml", text: `${lines.join("\n")}\n` }];
}

type CaseKind = "failure" | "skipped";

function resultOf({ change, after }: FindingChange): CaseKind | undefined {
  if (change === "now-unknown") return "skipped";
  return (change === "new" || change === "worse") && isProblem(after) ? "failure" : undefined;
}

function caseLines(finding: FindingChange, result: CaseKind | undefined, className: string): string[] {
  const { check, title, change, before, after } = finding;
  const details = [
    `Before: ${outcomeText(before)} ${before?.message ?? ""}`.trimEnd(),
    `After: ${outcomeText(after)} ${after?.message ?? ""}`.trimEnd(),
    ...(after?.missing ?? []).map(({ fact, why }) => `Missing: ${fact}, because ${why}`),
    ...(after?.remedy === undefined ? [] : [`Do: ${after.remedy}`]),
  ].join("\n");
  const name = result ?? "system-out";
  const words =
    result === undefined
      ? ""
      : `${xmlAttribute("message", after?.message ?? "")}${result === "failure" ? xmlAttribute("type", moveWord[change]) : ""}`;
  return [
    `    <testcase${xmlAttribute("classname", className)}${xmlAttribute("name", `${check}: ${title}`)}>`,
    `      <${name}${words}>${xmlLines(details)}</${name}>`,
    "    </testcase>",
  ];
}
