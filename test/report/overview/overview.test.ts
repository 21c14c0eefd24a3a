import { expect, test } from "vitest";
import validateSummary from "../../../src/documents/validate-summary.generated.js";
import { buildOverview } from "../../../src/report/overview/overview.ts";
import { overviewFiles } from "../../../src/report/overview/overview-files.ts";
import type { Report } from "../../../src/report/report.ts";

const about = {
  playbook: { name: "memory-leak", version: "1.0.0", title: "Which code path allocates memory that is never freed?" },
  selection: "selector app=checkout",
  startedAt: "2026-11-23T13:36:01.000Z",
  omitted: 0,
};

function diagnosed(label: string, outcome: "fail" | "pass", message: string) {
  const verdict = { outcome, message, check: "grows", remedy: "Bound the cache." };
  const findings = [{ check: "grows", title: "Resident memory grows steadily" }];
  return {
    label,
    node: "worker-1",
    folder: label.replace("/", "-"),
    report: { verdict, findings } as unknown as Report,
  };
}

test("what several targets share is said once, the worst first", () => {
  const overview = buildOverview(about, [
    diagnosed("shop/a", "pass", "Memory is steady."),
    diagnosed("shop/b", "fail", "It grows by 3.4 MiB a minute: cache_insert ← main"),
    { label: "shop/c", node: "worker-2", error: "Node worker-2 is not ready" },
    diagnosed("shop/d", "fail", "It grows by 1 MiB a minute."),
  ]);
  expect(overview.outcome).toBe("fail");
  expect(overview.statement).toBe("2 of 4: Resident memory grows steadily. 1 of 4: Node worker-2 is not ready.");
  expect(overview.targets.map(({ label, outcome }) => `${label} ${outcome}`)).toEqual([
    "shop/b fail",
    "shop/d fail",
    "shop/c error",
    "shop/a pass",
  ]);
  expect(overview.targets[0]).toMatchObject({
    statement: "It grows by 3.4 MiB a minute.",
    path: "cache_insert ← main",
  });
});

test("healthy targets are told in one sentence", () => {
  expect(buildOverview(about, [diagnosed("shop/a", "pass", "Steady.")]).statement).toBe(
    "Nothing to see in the one target.",
  );
});

test("a name from a cluster is harmless in the page and in Markdown", () => {
  const files = overviewFiles(
    buildOverview(about, [{ label: "shop/<img src=x onerror=alert(1)>", node: "n", error: "`a` | b" }]),
  );
  const html = files.find(({ path }) => path === "summary.html")?.text ?? "";
  expect(html).not.toContain("<img");
  expect(html).toContain("default-src &#x27;none&#x27;");
  expect(files.find(({ path }) => path === "summary.md")?.text).not.toContain("<img");
});

test("summary.json is what its schema says", () => {
  const [file] = overviewFiles(
    buildOverview(about, [
      diagnosed("shop/b", "fail", "It grows by 3.4 MiB a minute: cache_insert ← main"),
      { label: "shop/c", node: "worker-2", error: "Node worker-2 is not ready" },
    ]),
  ).filter(({ path }) => path === "summary.json");
  const data = JSON.parse(file?.text ?? "");
  expect(data).toMatchObject({ apiVersion: "diag/v1", kind: "Summary" });
  expect(validateSummary(data)).toBe(true);
  expect(validateSummary({ ...data, apiVersion: "diag/v2" })).toBe(false);
  expect(validateSummary({ ...data, targets: [{ ...data.targets[0], outcome: "bad" }] })).toBe(false);
});
