import { describe, expect, test } from "vitest";
import type { Exhibit } from "../../src/report/exhibit.ts";
import { timelineGrid } from "../../src/report/grid/run-grids.ts";
import { buildReport } from "../../src/report/report-model.ts";
import { cpuHot } from "./samples/cpu-hot.ts";
import { bare, healthy, interrupted } from "./samples/other-ends.ts";

function kinds(exhibits: readonly Exhibit[]): string[] {
  return exhibits.map(({ id, kind, lead }) => `${lead ? "lead " : ""}${kind} ${id}`);
}

describe("the report of a run that found something", async () => {
  const report = buildReport(await cpuHot());

  test("shows what proves the verdict first, then what the playbook wants, in its order", () => {
    expect(kinds(report.exhibits)).toEqual([
      "lead flamegraph cpu-stacks",
      "table threads-threads",
      "chart limit-usageovertime",
      "histogram waits-latency",
      "missing host-percpu",
      "text who-command",
    ]);
  });

  test("marks the path to the function that the verdict names", () => {
    expect(report.exhibits[0]).toMatchObject({
      mark: ["main", "serve", "handle_request", "read_basket", "parse_price"],
      answer: "65.6\u202f% of 1,940 samples are in parse_price and what it calls.",
    });
  });

  test("leads from the verdict to its evidence and its raw output", () => {
    expect(report.verdict).toMatchObject({ outcome: "fail", evidence: "cpu-stacks", raw: "cpu" });
  });

  test("counts every outcome and the cost of the run", () => {
    expect(report.summary.tally).toEqual({ fail: 1, warn: 1, info: 0, pass: 2, unknown: 1, error: 0 });
    expect(report.summary.cost?.value).toBeCloseTo(3.096, 2);
    expect(report.summary.toolsCost?.value).toBeCloseTo(1.964, 2);
  });

  test("tells what each step's programs cost, and nothing of programs where there were none", () => {
    const costs = Object.fromEntries(report.timeline.bars.map(({ step, cost }) => [step, cost]));
    expect(costs).toMatchObject({
      cpu: {
        cpu: { value: 170, unit: "milliseconds" },
        memory: { value: 84 * 1024 ** 2, unit: "bytes" },
        disk: { value: 1_312_480, unit: "bytes" },
      },
      threads: { disk: { value: 48_112, unit: "bytes" } },
    });
    expect(costs["threads"]).not.toHaveProperty("cpu");
    expect(costs["who"]).toBeUndefined();
  });

  test("a program that had ended before it was looked at cost some CPU time, and unknown memory", async () => {
    const input = await cpuHot();
    const cost = { cpuMs: 0, maxRssBytes: 0, diskBytes: 6 };
    const steps = input.manifest.steps.map((step) => (step.id === "limit" ? { ...step, argv: ["true"], cost } : step));
    const { timeline } = buildReport({ ...input, manifest: { ...input.manifest, steps } });
    expect(
      timelineGrid({ ...report, timeline })
        .rows.find(([step]) => step === "limit")
        ?.slice(4),
    ).toEqual(["< 10\u202fms", "–", "6\u202fB"]);
  });

  test("puts charts of the same title into one, with the number as a line to compare with", () => {
    expect(report.exhibits[2]).toMatchObject({
      facts: ["limit.usageOverTime", "limit.throttledOverTime", "limit.quota"],
      series: [{ name: "usage" }, { name: "throttled" }],
      references: [{ name: "quota", value: 200 }],
    });
  });

  test("says why something is missing and how to get it", () => {
    expect(report.exhibits[4]).toMatchObject({
      why: "step host failed: mpstat is not installed",
      mend: "apt-get install sysstat",
    });
  });

  test("shows the evidence of a finding that the playbook forgot to show", async () => {
    const input = await cpuHot();
    expect(kinds(buildReport({ ...input, playbookSections: [] }).exhibits)).toEqual([
      "lead flamegraph cpu-stacks",
      "chart limit-throttledovertime",
      "chart limit-usageovertime",
    ]);
  });
});

describe("the report of a bundle that is not whole", () => {
  test("has no verdict where nothing was judged, and says what is not there", async () => {
    const report = buildReport(await bare());
    expect(report.verdict).toEqual({
      outcome: "unknown",
      message: "No verdict: the run ended before it could be judged.",
    });
    expect(report.incomplete).toEqual({
      statement: "The run has no end: diag was killed, or still runs",
      missing: [
        "The node was not probed: what it can and cannot do is unknown.",
        "Not finished: steps who, cpu, threads, waits, limit, host.",
        "There are no facts: facts.json is not in the bundle.",
        "Nothing was judged: findings.json is not in the bundle.",
      ],
      mend: "Run the playbook again; what the steps got to print is below.",
    });
    expect(report.coverage.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => "not reached"));
  });

  test("keeps what an interrupted run got to", async () => {
    const report = buildReport(await interrupted());
    expect(report.incomplete?.statement).toBe("The run was interrupted: Ctrl-C after 4\u202fs");
    expect(report.exhibits[0]).toMatchObject({ kind: "flamegraph", lead: true });
    expect(report.exhibits[1]).toMatchObject({ kind: "missing", why: "the run ended before step threads did" });
    expect(report.notes[0]).toEqual({ step: "cpu", text: "Partial: interrupted after 3.6 s of 10 s." });
  });

  test("tells of files that are not what they were", async () => {
    const report = buildReport({ ...(await cpuHot()), damaged: ["facts.json"] });
    expect(report.notes[0]?.text).toBe(
      "facts.json is not what the manifest's digest says: it was changed or lost after the run.",
    );
    expect(report.provenance.files.find(({ path }) => path === "facts.json")?.damaged).toBe(true);
  });

  test("says so where the stacks of a profile are gone, and shows nothing else as proof", async () => {
    const report = buildReport({ ...(await cpuHot()), stacks: new Map() });
    const profile = report.exhibits.find(({ id }) => id === "cpu-stacks");
    expect(profile).toMatchObject({ kind: "missing", why: "profiles/cpu.stacks.folded is not in the bundle" });
    expect(report.verdict.evidence).toBeUndefined();
  });
});

test("an idle target has nothing to see, and that is said of each thing that was looked at", async () => {
  const { verdict, exhibits, incomplete } = buildReport(await healthy());
  expect(incomplete).toBeUndefined();
  expect(verdict.message).toBe("Nothing to see: checkout (4242) uses 0.3\u202f% of one core.");
  expect(exhibits.map((exhibit) => (exhibit.kind === "empty" ? exhibit.statement : exhibit.kind))).toEqual([
    "chart",
    "0 samples in the whole window",
    "no rows",
    "not one counted in the whole window",
    "text",
  ]);
});
