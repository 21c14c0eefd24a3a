import { XmlElement, type XmlNode } from "libxml2-wasm";
import { expect, test } from "vitest";
import { buildReport } from "../../../src/report/report-model.ts";
import { mainFile } from "../rendered.ts";
import { cpuHot } from "../samples/cpu-hot.ts";
import { healthy, interrupted } from "../samples/other-ends.ts";
import { withXml } from "./xml.ts";

function elementName(node: XmlNode | null): string {
  return node instanceof XmlElement ? node.name : "passed";
}

/** Name of each case with what came of it. */
function results(xml: string): string[][] {
  return withXml(xml, (root) =>
    root
      .find("testsuite/testcase")
      .map((one) => [one.get("@name")?.content ?? "", elementName(one.get("failure|error|skipped"))]),
  );
}

test("a suite for the playbook on its target, a case for each check", async () => {
  await expect(await mainFile("junit", buildReport(await cpuHot()))).toMatchFileSnapshot(
    "../snapshots/cpu-hot.junit.xml",
  );
});

test("what fails is what --fail-on says, as for the exit status", async () => {
  const report = buildReport(await cpuHot());
  const failures = async (failOn: "info" | "warn" | "fail" | "never") =>
    results(await mainFile("junit", report, failOn)).filter(([, result]) => result === "failure").length;
  const { info, warn, fail } = report.summary.tally;
  expect([await failures("never"), await failures("fail"), await failures("warn"), await failures("info")]).toEqual([
    0,
    fail,
    fail + warn,
    fail + warn + info,
  ]);
});

test("what is unknown is skipped with its reason; a check that broke is an error", async () => {
  const report = buildReport(await cpuHot());
  const broken = { ...report, findings: report.findings.map((one) => ({ ...one, outcome: "error" as const })) };
  expect(new Set(results(await mainFile("junit", broken)).map(([, result]) => result))).toEqual(new Set(["error"]));
  const unknown = report.findings.find(({ outcome }) => outcome === "unknown");
  const message = withXml(await mainFile("junit", report), (root) => root.get("//skipped/@message")?.content);
  expect(message).toBe(unknown?.missing[0]?.why);
});

test("a run that was cut short is never green", async () => {
  const cases = results(await mainFile("junit", buildReport(await interrupted())));
  expect(cases.at(-1)).toEqual(["run: The run is complete", "error"]);
  expect(
    results(await mainFile("junit", buildReport(await healthy()))).every(([, result]) => result === "passed"),
  ).toBe(true);
});

test("the totals are those of the cases", async () => {
  for (const sample of [cpuHot, healthy, interrupted]) {
    withXml(await mainFile("junit", buildReport(await sample())), (root) => {
      for (const suite of [root, ...root.find("testsuite")]) {
        const count = (path: string) => `${root.find(path).length}`;
        const total = (name: string) => suite.get(`@${name}`)?.content;
        expect([total("tests"), total("failures"), total("errors"), total("skipped")]).toEqual([
          count("//testcase"),
          count("//failure"),
          count("//error"),
          count("//skipped"),
        ]);
      }
    });
  }
});
