import { type FailOn, reaches } from "../../judge/fail-on.ts";
import type { RenderedFile } from "../format.ts";
import type { Report } from "../report.ts";
import { xmlLines, xmlText } from "../safe-text/xml.ts";
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
    attribute("tests", `${cases.length}`),
    ...(["failure", "error", "skipped"] as const).map((kind) =>
      attribute(plural[kind], `${cases.filter(({ result }) => result?.kind === kind).length}`),
    ),
    attribute("time", seconds(timeline.totalMs)),
  ].join("");
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attribute("name", "diag")}${totals}>`,
    `  <testsuite${attribute("name", `${playbook.name}: ${target.label}`)}${totals}${attribute("timestamp", provenance.startedAt.slice(0, 19))}${attribute("hostname", target.host)}>`,
    "    <properties>",
    ...runProperties(report).map(
      ({ name, value }) => `      <property${attribute("name", name)}${attribute("value", value)}/>`,
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
  const opening = `    <testcase${attribute("classname", className)}${attribute("name", name)}${attribute("time", seconds(durationMs))}`;
  if (result === undefined)
    return [`${opening}>`, `      <system-out>${xmlLines(details)}</system-out>`, "    </testcase>"];
  const { kind, message, type } = result;
  const words = `${attribute("message", message)}${type === undefined ? "" : attribute("type", type)}`;
  return [`${opening}>`, `      <${kind}${words}>${xmlLines(details)}</${kind}>`, "    </testcase>"];
}

function attribute(name: string, value: string): string {
  return ` ${name}="${xmlText(value)}"`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
