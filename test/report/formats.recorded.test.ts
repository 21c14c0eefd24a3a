import sarifSchema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { buildReport } from "../../src/report/report-model.ts";
import { cases } from "../playbooks/cases.ts";
import { readCsv } from "./csv/read-csv.ts";
import { withXml } from "./junit/xml.ts";
import { readMetrics } from "./prometheus/read-metrics.ts";
import { recordedInput } from "./recorded-report.ts";
import { mainFile } from "./rendered.ts";

const { id: _, $schema: __, ...schema } = sarifSchema;
const validateSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

test.each(cases)(
  "the report of $playbook: $name is read by the readers of every format",
  async ({ playbook, name }) => {
    const report = buildReport(await recordedInput(playbook, name));
    const log = JSON.parse(await mainFile("sarif", report));
    expect(validateSarif(log), JSON.stringify(validateSarif.errors?.slice(0, 3))).toBe(true);
    const found = withXml(await mainFile("junit", report), (root) => root.find("testsuite/testcase").length);
    expect(found).toBe(report.findings.length + (report.incomplete === undefined ? 0 : 1));
    const metrics = readMetrics(await mainFile("prometheus", report));
    expect(metrics.filter((metric) => metric.name === "diag_finding" && metric.value === 1)).toHaveLength(
      report.findings.length,
    );
    const readings = report.facts.flatMap(({ value }) => (value.kind === "series" ? value.points : []));
    expect(readCsv(await mainFile("csv", report))).toHaveLength(1 + readings.length);
  },
);
