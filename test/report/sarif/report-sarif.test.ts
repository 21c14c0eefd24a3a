import sarifSchema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { buildReport } from "../../../src/report/report-model.ts";
import { sarifText } from "../../../src/report/safe-text/sarif.ts";
import { stableTarget } from "../../../src/report/sarif/stable-target.ts";
import { mainFile } from "../rendered.ts";
import { cpuHot } from "../samples/cpu-hot.ts";
import { bare, healthy, interrupted } from "../samples/other-ends.ts";

/** The schema is of draft 4, whose `id` ajv does not read; nothing else of it differs in what a validator of draft 7 does. */
const { id: _, $schema: __, ...schema } = sarifSchema;
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

test.each([
  ["cpu-hot", cpuHot],
  ["healthy", healthy],
  ["interrupted", interrupted],
  ["bare", bare],
] as const)("%s is what the schema of SARIF 2.1.0 says", async (_, sample) => {
  const log = JSON.parse(await mainFile("sarif", buildReport(await sample())));
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  for (const { ruleId, ruleIndex } of log.runs[0].results) {
    expect(log.runs[0].tool.driver.rules[ruleIndex].id).toBe(ruleId);
  }
});

test("the schema refuses what is no SARIF", async () => {
  const log = JSON.parse(await mainFile("sarif", buildReport(await cpuHot())));
  log.runs[0].results[0].level = "fatal";
  expect(validate(log)).toBe(false);
});

test("a rule is a check, a result what it says of the target", async () => {
  await expect(await mainFile("sarif", buildReport(await cpuHot()))).toMatchFileSnapshot("../snapshots/cpu-hot.sarif");
});

test("the verdict's way to its function is a stack, latest call first", async () => {
  const report = buildReport(await cpuHot());
  const path = { frames: ["parse_price", "read_basket", "main"], share: 0.6, exhibit: "cpu-stacks" };
  const log = JSON.parse(await mainFile("sarif", { ...report, verdict: { ...report.verdict, path } }));
  const [result] = log.runs[0].results;
  expect(
    result.stacks[0].frames.map((frame: { location: { logicalLocations: [{ name: string }] } }) => [
      frame.location.logicalLocations[0].name,
    ]),
  ).toEqual([["parse_price"], ["read_basket"], ["main"]]);
  expect(result.locations[0].logicalLocations[1]).toEqual({
    name: "parse_price",
    fullyQualifiedName: "parse_price",
    kind: "function",
  });
});

test("a check that broke is a notification, and its rule is told", async () => {
  const report = buildReport(await cpuHot());
  const [first, ...others] = report.findings;
  if (first === undefined) throw new Error("the sample has findings");
  const broken = { ...report, findings: [{ ...first, outcome: "error" as const }, ...others] };
  const [run] = JSON.parse(await mainFile("sarif", broken)).runs;
  const id = `cpu-hot/${first.check}`;
  const index = others.length;
  expect(run.results).toHaveLength(others.length);
  expect(run.invocations[0].toolExecutionNotifications[0]).toMatchObject({
    level: "error",
    associatedRule: { id, index },
  });
  expect(run.tool.driver.rules[index].id).toBe(id);
});

test("a fingerprint stays when the process or the pod is another one, and differs between targets", async () => {
  const report = buildReport(await cpuHot());
  const fingerprint = async (target: typeof report.target) =>
    JSON.parse(await mainFile("sarif", { ...report, target })).runs[0].results[0].partialFingerprints[
      "checkOnTarget/v1"
    ];
  const mine = await fingerprint(report.target);
  expect(mine).toMatch(/^[0-9a-f]{32}$/);
  expect(await fingerprint({ ...report.target, label: "checkout (77)" })).toBe(mine);
  expect(await fingerprint({ ...report.target, label: "basket (4242)" })).not.toBe(mine);
  expect(await fingerprint({ ...report.target, host: "worker-4" })).not.toBe(mine);
});

test.each([
  ["checkout-7d9f8b6c5x-x2z9k", "shop/checkout/app"],
  ["checkout-7d9f8b6c5x-4bb2c", "shop/checkout/app"],
  ["postgres-0", "shop/postgres-0/app"],
  ["node-agent-x2z9k", "shop/node-agent/app"],
])("of the pod %s stays %s", (name, stable) => {
  const pod = { namespace: "shop", name, container: "app", node: "worker-3" };
  expect(stableTarget({ kind: "container", label: `shop/${name} · app`, host: "worker-3", pod })).toBe(stable);
});

test("text is neither a link nor a placeholder", () => {
  expect(sarifText("[x](javascript:alert\\(1\\)) {0} std::vec<{lambda()#1}>[3]")).toBe(
    "[x] (javascript:alert\\(1\\)) { 0} std::vec<{lambda()#1}>[3]",
  );
});
