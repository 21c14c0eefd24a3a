import sarifSchema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { Ajv } from "ajv";
import fc from "fast-check";
import type { XmlElement } from "libxml2-wasm";
import { expect, test } from "vitest";
import validateReport from "../../src/documents/validate-report.generated.js";
import validateSummary from "../../src/documents/validate-summary.generated.js";
import { formats } from "../../src/report/formats.ts";
import { buildOverview } from "../../src/report/overview/overview.ts";
import { overviewFiles } from "../../src/report/overview/overview-files.ts";
import { buildReport, type Report } from "../../src/report/report-model.ts";
import { terminalSummary } from "../../src/report/terminal/summary.ts";
import { readCsv } from "./csv/read-csv.ts";
import { type Tag, tagsOf } from "./html/elements.ts";
import { withXml } from "./junit/xml.ts";
import { expectHarmlessMarkdown } from "./markdown/harmless-markdown.ts";
import { readMetrics } from "./prometheus/read-metrics.ts";
import { mainFile, rendered } from "./rendered.ts";
import { cpuHot } from "./samples/cpu-hot.ts";
import { attacks, hostileText, inOtherWords, withTexts } from "./samples/hostile.ts";

/** What steers a terminal, turns the direction of writing, is not seen, or is no character. LF and CR end lines. */
const acts = /[\0-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/;

/** Elements and attributes that do something or lead somewhere. */
const active = /^(on.*|script|a|image|foreignObject|iframe|animate|set|use|(xlink:)?href|src)$/i;

const { id: _, $schema: __, ...schema } = sarifSchema;
const validateSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

const input = await cpuHot();
const plain = buildReport(input);
const profiles = plain.exhibits.filter(({ kind }) => kind === "flamegraph").length;
const usualMetrics = readMetrics(await mainFile("prometheus", plain)).length;

/**
 * A report with other words everywhere. Ids that the bundle's validators hold to a pattern are replaced too, as a format
 * trusts no one's validator; they stay apart, as they are in a report.
 */
async function hostileReport(next: () => string): Promise<Report> {
  const report = inOtherWords(buildReport(await withTexts(input, next)), next);
  const apart = (name: string, index: number) => `${name.slice(0, 99)}${index}`;
  return {
    ...report,
    findings: report.findings.map((finding, index) => ({ ...finding, check: apart(finding.check, index) })),
    facts: report.facts.map((fact, index) => ({ ...fact, name: apart(fact.name, index) })),
    coverage: report.coverage.map((one, index) => ({ ...one, step: apart(one.step, index) })),
  };
}

type Look = (text: string, report: Report) => void;

/** How a reader of each format sees that names are names. */
const looks: Readonly<Record<string, Look>> = {
  "report.html": (text) => {
    const tags = tagsOf(text);
    // The page's own, and the data of each flame graph, which no browser runs.
    expect(tags.filter(({ name }) => name === "script")).toHaveLength(1 + profiles);
    expectPassive(tags);
  },
  "report.md": expectHarmlessMarkdown,
  "report.json": (text, report) => {
    const data = JSON.parse(text);
    expect(validateReport(data), JSON.stringify(validateReport.errors?.slice(0, 3))).toBe(true);
    expect(data.target.label).toBe(report.target.label);
    expect(text).not.toMatch(/<[/!a-z]/i);
  },
  "report.junit.xml": (text, report) =>
    withXml(text, (root) => {
      expect(root.find("testsuite/testcase")).toHaveLength(report.findings.length);
      expect(new Set(root.find("//*").map((node) => (node as XmlElement).name))).toEqual(junitElements);
    }),
  "report.sarif": (text) => {
    const log = JSON.parse(text);
    expect(validateSarif(log), JSON.stringify(validateSarif.errors?.slice(0, 3))).toBe(true);
    // `properties` are data; every other text is a message's.
    const told = JSON.stringify(log, (key, value) => (key === "properties" ? undefined : value));
    JSON.parse(told, (key, value) => {
      if (key === "text") expect(value).not.toMatch(/\]\(|\{\d+\}/);
      return value;
    });
  },
  "report.prom": (text) => expect(readMetrics(text)).toHaveLength(usualMetrics),
  "report.csv": (text) => {
    const rows = readCsv(text);
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([6]));
    for (const cell of rows.flat())
      if (/^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(cell)) expect(Number(cell), cell).not.toBeNaN();
  },
};

const junitElements = new Set([
  "testsuites",
  "testsuite",
  "properties",
  "property",
  "testcase",
  "failure",
  "skipped",
  "system-out",
]);

function expectPassive(tags: readonly Tag[]): void {
  for (const { name, attributes } of tags) {
    expect(name).not.toMatch(/^(iframe|object|embed|base|form|img)$/i);
    for (const attribute of attributes) expect(attribute).not.toMatch(/^(on|style|src)/i);
  }
}

const picture: Look = (text) =>
  withXml(text, (root) => {
    for (const node of root.find("//*|//@*")) expect((node as XmlElement).name).not.toMatch(active);
  });

async function expectHarmless(report: Report): Promise<void> {
  for (const { name } of formats) {
    for (const [path, text] of await rendered(name, report)) {
      expect(acts.exec(text), path).toBeNull();
      expect(text.isWellFormed(), path).toBe(true);
      (looks[path] ?? picture)(text, report);
    }
  }
  const lines = terminalSummary(report, { width: 80, colour: false, unicode: true });
  for (const line of lines) expect(acts.exec(line)).toBeNull();
  expectHarmlessSummary(report);
}

function expectHarmlessSummary(report: Report): void {
  const { label } = report.target;
  const about = { playbook: report.playbook, selection: label, startedAt: report.provenance.startedAt, omitted: 1 };
  const overview = buildOverview(about, [
    { label, node: label, report, folder: label },
    { label, node: label, error: label },
  ]);
  for (const { path, text } of overviewFiles(overview)) {
    expect(acts.exec(text), path).toBeNull();
    if (path.endsWith(".json")) expect(validateSummary(JSON.parse(text))).toBe(true);
    if (path.endsWith(".html")) expectPassive(tagsOf(text));
  }
}

test("every format has somebody who looks", () => {
  expect(Object.keys(looks).toSorted()).toEqual(formats.map(({ file }) => file).toSorted());
});

test.each(attacks.map((attack) => [attack.slice(0, 60), attack]))(
  "%j in every place is harmless in every format",
  async (_, attack) => {
    await expectHarmless(await hostileReport(() => attack));
  },
);

test("so is any text in any place", async () => {
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(hostileText), async (texts) =>
      expectHarmless(await hostileReport(() => texts.next().value ?? "")),
    ),
    // Kept, so that every run of the tests looks at the same texts: new ones are for whoever changes it.
    { seed: 20_261_128, numRuns: 25 },
  );
});
