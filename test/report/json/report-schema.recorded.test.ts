import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import reportSchema from "../../../schemas/report.v1.json" with { type: "json" };
import { renderJson } from "../../../src/report/json/report-json.ts";
import type { ReportInput } from "../../../src/report/report-input.ts";
import { buildReport } from "../../../src/report/report-model.ts";
import { cases } from "../../playbooks/cases.ts";
import { recordedInput } from "../recorded-report.ts";
import { bare, healthy, interrupted } from "../samples/other-ends.ts";

/** The schema without its leave to add properties: what diag writes is described to the last property. */
const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return "properties" in inner && typeof inner["properties"] === "object" && !("additionalProperties" in inner)
    ? { ...inner, ...(inner["type"] === "object" ? { additionalProperties: false } : {}) }
    : inner;
};

const ajv = () => new Ajv2020({ allErrors: true, allowUnionTypes: true });
const published = ajv().compile(reportSchema);
const exact = ajv().compile(closed(reportSchema) as object);

async function document(input: ReportInput) {
  return JSON.parse(renderJson(buildReport(input))[0]?.text ?? "");
}

test.each(cases)("report.json of $playbook: $name is what its schema says, and no more", async ({ playbook, name }) => {
  const data = await document(await recordedInput(playbook, name));
  expect(exact(data), JSON.stringify(exact.errors?.slice(0, 5))).toBe(true);
  expect(published(data)).toBe(true);
});

test.each([
  ["healthy", healthy],
  ["interrupted", interrupted],
  ["bare", bare],
] as const)("so is that of a run that is %s", async (_, sample) => {
  const data = await document(await sample());
  expect(exact(data), JSON.stringify(exact.errors?.slice(0, 5))).toBe(true);
});

describe("the schema refuses", async () => {
  const data = await document(await recordedInput("cpu-hot", "hot-function"));
  type Change = (copy: typeof data) => void;
  test.each<[string, Change]>([
    ["another version", (copy) => Object.assign(copy, { apiVersion: "diag/v2" })],
    ["another kind", (copy) => Object.assign(copy, { kind: "Summary" })],
    ["no verdict", (copy) => delete copy.verdict],
    ["an outcome that there is not", (copy) => Object.assign(copy.verdict, { outcome: "ok" })],
    ["a finding without its check", (copy) => delete copy.findings[0].check],
    ["a number in words", (copy) => Object.assign(copy.timeline, { totalMs: "10 s" })],
    ["a quantity without its unit", (copy) => delete copy.provenance.files[0].size.unit],
    ["a unit that there is not", (copy) => Object.assign(copy.cost.cpu, { unit: "jiffies" })],
    ["a fact without its value", (copy) => delete copy.facts[0].value],
    ["an exhibit of no known kind", (copy) => Object.assign(copy.exhibits[0], { kind: "pie" })],
  ])("%s", (_, change) => {
    const copy = structuredClone(data);
    expect(published(copy)).toBe(true);
    change(copy);
    expect(published(copy)).toBe(false);
  });
});

test("a reader of today takes a document with a property of tomorrow", async () => {
  const data = await document(await healthy());
  expect(published({ ...data, weather: "fine" })).toBe(true);
  expect(exact({ ...data, weather: "fine" })).toBe(false);
});
