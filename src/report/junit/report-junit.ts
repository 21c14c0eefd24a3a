import { type FailOn, reaches } from "../../judge/fail-on.ts";
import type { RenderedFile } from "../format.ts";
import type { Report } from "../report.ts";
import { xmlAttribute, xmlLines } from "../safe-text/xml.ts";
import { runProperties } from "../words/run-properties.ts";
import { type CheckCase, checkCases } from "./check-case.ts";

/**
 * The report as JUnit XML, the part that Jenkins, GitLab, GitHub's actions, Azure and Buildkite read alike: a suite for
 * the playbook on its target, a case for each check.
 */
export function renderJunit(report: Report, failOn: FailOn): RenderedFile[] {
  const { playbook, target, provenance, timeline } = report;
  const cases = checkCases(report, (outcome) => reaches(outcome, failOn));
  const totals = [
    xmlAttribute("tests", `${cases.length}`),
    ...(["failure", "error", "skipped"] as const).map((kind) =>
      xmlAttribute(plural[kind], `${cases.filter(({ result }) => result?.kind === kind).length}`),
    ),
    xmlAttribute("time", seconds(timeline.totalMs)),
  ].join("");
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${xmlAttribute("name", "diag")}${totals}>`,
    `  <testsuite${xmlAttribute("name", `${playbook.name}: ${target.label}`)}${totals}${xmlAttribute("timestamp", provenance.startedAt.slice(0, 19))}${xmlAttribute("hostname", target.host)}>`,
    "    <properties>",
    ...runProperties(report).map(
      ({ name, value }) => `      <property${xmlAttribute("name", name)}${xmlAttribute("value", value)}/>`,
    ),
    "    </properties>",
    ...cases.flatMap((one) => caseLines(one, `diag.${playbook.name}`)),
    "  </testsuite>",
    "</testsuites>",
  ];
  return [{ path: "report.junit.xml", text: `${lines.join("\n")}\n` }];
}

const plural = { failure: "failures", error: "errors", skipped: "skipped" } as const;

function caseLines({ name, durationMs, result, details }: CheckCase, className: string): string[] {
  const opening = `    <testcase${xmlAttribute("classname", className)}${xmlAttribute("name", name)}${xmlAttribute("time", seconds(durationMs))}`;
  if (result === undefined)
    return [`${opening}>`, `      <system-out>${xmlLines(details)}</system-out>`, "    </testcase>"];
  const { kind, message, type } = result;
  const words = `${xmlAttribute("message", message)}${type === undefined ? "" : xmlAttribute("type", type)}`;
  return [`${opening}>`, `      <${kind}${words}>${xmlLines(details)}</${kind}>`, "    </testcase>"];
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
