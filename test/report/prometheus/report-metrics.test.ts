import { expect, test } from "vitest";
import type { Fact } from "../../../src/documents/facts.generated.ts";
import { factMetric } from "../../../src/report/prometheus/fact-metric.ts";
import { buildReport } from "../../../src/report/report-model.ts";
import { mainFile } from "../rendered.ts";
import { cpuHot } from "../samples/cpu-hot.ts";
import { healthy, interrupted } from "../samples/other-ends.ts";
import { readMetrics } from "./read-metrics.ts";

test("the run, its verdict, its findings, steps and facts are gauges", async () => {
  await expect(await mainFile("prometheus", buildReport(await cpuHot()))).toMatchFileSnapshot(
    "../snapshots/cpu-hot.prom",
  );
});

test("of the states of a finding one is 1, and none is missing", async () => {
  for (const sample of [cpuHot, healthy, interrupted]) {
    const report = buildReport(await sample());
    const metrics = readMetrics(await mainFile("prometheus", report));
    for (const { check, outcome } of report.findings) {
      const states = metrics.filter(({ name, labels }) => name === "diag_finding" && labels["check"] === check);
      expect(states).toHaveLength(6);
      expect(states.filter(({ value }) => value === 1).map(({ labels }) => labels["outcome"])).toEqual([outcome]);
    }
  }
});

test.each<[string, Fact, string, number]>([
  ["growth.rss", { kind: "number", unit: "bytes", value: 4096 }, "diag_fact_growth_rss_bytes", 4096],
  ["cpu.topShare", { kind: "number", unit: "percent", value: 62.7 }, "diag_fact_cpu_top_share_ratio", 0.627],
  ["limit.quota", { kind: "number", unit: "percent-of-core", value: 250 }, "diag_fact_limit_quota_cores", 2.5],
  ["wait.p99", { kind: "number", unit: "microseconds", value: 1500 }, "diag_fact_wait_p99_seconds", 0.0015],
  ["wait.seconds", { kind: "number", unit: "seconds", value: 2 }, "diag_fact_wait_seconds", 2],
  ["oom.count", { kind: "number", unit: "count", value: 3 }, "diag_fact_oom_count_value", 3],
  ["limit.isSet", { kind: "boolean", value: true }, "diag_fact_limit_is_set", 1],
  [
    "growth.rss",
    {
      kind: "series",
      unit: "bytes",
      points: [
        [0, 1],
        [1, 2],
      ],
    },
    "diag_fact_growth_rss_bytes",
    2,
  ],
  [
    "cpu.stacks",
    { kind: "profile", unit: "samples", file: "profiles/cpu.stacks.folded", total: 1940, stacks: 42 },
    "diag_fact_cpu_stacks_samples",
    1940,
  ],
])("%s, %j, is %s %d", (fact, value, name, amount) => {
  expect(factMetric({ name: fact, step: "", value })).toMatchObject({ name, value: amount, labels: { fact } });
});

test("what is no single number is no gauge", () => {
  const none: readonly Fact[] = [
    { kind: "string", value: "x" },
    { kind: "series", unit: "bytes", points: [] },
    { kind: "histogram", unit: "seconds", buckets: [] },
    { kind: "table", columns: [], rows: [] },
  ];
  for (const value of none) expect(factMetric({ name: "a.b", step: "a", value })).toBeUndefined();
});
