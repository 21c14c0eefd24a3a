import sarifSchema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import validateComparison from "../../../src/documents/validate-comparison.generated.js";
import { compareRuns } from "../../../src/report/comparison/compare-runs.ts";
import type { Comparison } from "../../../src/report/comparison/comparison.ts";
import { comparisonFormats } from "../../../src/report/comparison/comparison-formats.ts";
import { terminalComparison } from "../../../src/report/terminal/comparison.ts";
import { textWidth } from "../../../src/report/terminal/text-width.ts";
import { readCsv } from "../csv/read-csv.ts";
import { withXml } from "../junit/xml.ts";
import { attacks, hostileText, withTexts } from "../samples/hostile.ts";
import { playbook, recordedComparison, recordedRun } from "./recorded-run.ts";

/** Read once. */
const recorded = Promise.all([recordedRun("before"), recordedRun("after")]);
const terminal = { width: 80, colour: false, unicode: true };

async function fileOf(name: string, comparison: Comparison): Promise<string> {
  const format = comparisonFormats.find((one) => one.name === name);
  const files = (await format?.render(comparison)) ?? [];
  return files.find(({ path }) => path === format?.file)?.text ?? "";
}

/** Both runs with every free text of theirs in other words. */
async function hostileComparison(next: () => string): Promise<Comparison> {
  const [before, after] = await recorded;
  const runs = { before: await withTexts(before, next), after: await withTexts(after, next) };
  return compareRuns(runs, { ...playbook, title: next() });
}

function inTurn(texts: readonly string[]): () => string {
  let index = 0;
  return () => texts[index++ % texts.length] ?? "";
}

test("in a terminal the answer comes first, within 80 columns", async () => {
  await expect(`${terminalComparison(await recordedComparison(), terminal).join("\n")}\n`).toMatchFileSnapshot(
    "../snapshots/comparison.txt",
  );
});

test("as Markdown", async () => {
  await expect(await fileOf("md", await recordedComparison())).toMatchFileSnapshot("../snapshots/comparison.md");
});

test("as SARIF: the run before is the baseline, and each result says how it stands to it", async () => {
  const { id: _, $schema: __, ...schema } = sarifSchema;
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
  const comparison = await recordedComparison();
  const log = JSON.parse(await fileOf("sarif", comparison));
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  const [run] = log.runs;
  expect([run.baselineGuid, run.automationDetails.guid]).toEqual([comparison.before.run, comparison.after.run]);
  expect(
    run.results.map(({ ruleId, baselineState, level }: Record<string, string>) => [ruleId, baselineState, level]),
  ).toEqual([
    ["cpu-hot/hot-function", "new", "error"],
    ["cpu-hot/waits-for-cpu", "unchanged", "warning"],
  ]);
  const back = compareRuns({ before: await recordedRun("after"), after: await recordedRun("before") }, playbook);
  const [first] = JSON.parse(await fileOf("sarif", back)).runs[0].results;
  expect(first).toMatchObject({ ruleId: "cpu-hot/hot-function", baselineState: "absent", level: "error" });
});

test("as JUnit: a case for each check, which fails where a problem is new or worse", async () => {
  withXml(await fileOf("junit", await recordedComparison()), (root) => {
    expect(root.get("/testsuites/testsuite[@tests='8' and @failures='1' and @skipped='0']")).not.toBeNull();
    expect(root.find("//testcase[failure]/@name").map(({ content }) => content)).toEqual([
      "hot-function: One function burns most of the CPU time",
    ]);
  });
});

test("for Prometheus: what changed, and by how much", async () => {
  const lines = (await fileOf("prometheus", await recordedComparison())).split("\n");
  const target = 'playbook="cpu-hot",target="shop (pid 29080)",host="node-1"';
  expect(lines).toContain(`diag_diff_verdict{${target},change="worse"} 1`);
  expect(lines).toContain(`diag_diff_finding{${target},check="hot-function",change="new"} 1`);
  expect(lines).toContain(`diag_diff_facts{${target},change="unknown"} 0`);
  expect(lines.find((line) => line.includes('fact="threads.cpu"'))).toMatch(/change="more"} 1\.9\d+$/);
});

test("as CSV: a line for each fact, numbers as they are", async () => {
  const comparison = await recordedComparison();
  const lines = (await fileOf("csv", comparison)).split("\r\n");
  expect(lines).toHaveLength(comparison.facts.length + 2);
  expect(lines[0]).toBe("fact,change,rule,unit,before,after,absolute,relative,was,is,why");
  expect(lines.find((line) => line.startsWith("cpu.samples,"))).toMatch(
    /^cpu\.samples,more,counting,samples,104,288,184,1\.769\d*,"104.samples","288.samples",$/,
  );
});

test("as JSON it is what its schema says", async () => {
  expect(validateComparison(JSON.parse(await fileOf("json", await recordedComparison())))).toBe(true);
  expect(validateComparison({ ...JSON.parse(await fileOf("json", await recordedComparison())), verdict: {} })).toBe(
    false,
  );
});

describe("whatever the node says", () => {
  test("every format stays what it is", async () => {
    for (let shift = 0; shift < attacks.length; shift += 3) {
      const comparison = await hostileComparison(inTurn([...attacks.slice(shift), ...attacks.slice(0, shift)]));
      const [html, md, json, sarif, csv] = await Promise.all(
        ["html", "md", "json", "sarif", "csv"].map((name) => fileOf(name, comparison)),
      );
      // The viewer's own, and a data block for each profile.
      expect(html?.match(/<script\b/g)).toHaveLength(1 + comparison.profiles.length);
      expect(html).not.toMatch(/<img|<a href="(?!#)|<[a-z]+ [^>]*\bon[a-z]+=/);
      // In a span of code nothing means anything.
      expect(md?.replaceAll(/(`+)[^`].*?\1(?!`)/g, "")).not.toMatch(/<script|<img|(?<!\\)\]\(javascript/);
      expect(validateComparison(JSON.parse(json ?? ""))).toBe(true);
      expect(JSON.parse(sarif ?? "").version).toBe("2.1.0");
      expect(
        readCsv(csv ?? "")
          .flat()
          .filter((cell) => /^[=+@]/.test(cell)),
      ).toEqual([]);
      withXml(await fileOf("junit", comparison), (root) => expect(root.name).toBe("testsuites"));
    }
  });

  test("the terminal's lines are never wider, and never act", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostileText, { minLength: 1, maxLength: 20 }), async (texts) => {
        for (const line of terminalComparison(await hostileComparison(inTurn(texts)), terminal)) {
          expect(textWidth(line)).toBeLessThanOrEqual(80);
          expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
        }
      }),
      { numRuns: 20 },
    );
  });
});
