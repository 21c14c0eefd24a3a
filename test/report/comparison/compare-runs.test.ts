import { expect, test } from "vitest";
import { compareRuns } from "../../../src/report/comparison/compare-runs.ts";
import type { ReportInput } from "../../../src/report/report-input.ts";
import { playbook, recordedComparison, recordedRun } from "./recorded-run.ts";

function plain(text: string): string {
  return text.replaceAll("\u202f", " ");
}

test("a function got slower: the verdict names it, with what was before and what the profile says", async () => {
  const { verdict, conditions } = await recordedComparison();
  expect({ ...verdict, statement: plain(verdict.statement), details: verdict.details.map(plain) }).toEqual({
    change: "worse",
    statement:
      "find_field burns 78.1 % of the CPU time of shop (pid 29080), which uses 63.5 % of one core: find_field ← parse_order ← handle_order ← main",
    details: [
      "Before: No function dominates a busy process: it uses 21.7 % of one core.",
      "Where the CPU time goes: find_field is new: 225 samples (78.1 % of all) by itself; write_audit_log is gone: it had 19 samples (18.3 % of all) by itself.",
    ],
    remedy: "Start at find_field: call it less often, or make it cheaper.",
  });
  expect(conditions).toEqual([]);
});

test("findings are matched by their checks", async () => {
  const { findings } = await recordedComparison();
  expect(findings.map(({ check, change, before, after }) => [change, check, before?.outcome, after?.outcome])).toEqual([
    ["new", "hot-function", "pass", "fail"],
    ["same", "waits-for-cpu", "warn", "warn"],
    ["same", "spread", "pass", "pass"],
    ["same", "throttled", "pass", "pass"],
    ["same", "steal", "pass", "pass"],
    ["same", "kernel-time", "pass", "pass"],
    ["same", "one-thread", "pass", "pass"],
    ["same", "unresolved", "pass", "pass"],
  ]);
});

test("facts are matched by step and name, with their change in their unit and how it was told from noise", async () => {
  const facts = new Map((await recordedComparison()).facts.map((fact) => [fact.name, fact]));
  const rounded = (name: string) => {
    const { change, rule, amount } = facts.get(name) ?? {};
    return [change, rule, amount?.unit, amount?.absolute.toPrecision(3), amount?.relative?.toPrecision(3)];
  };
  expect(rounded("threads.cpu")).toEqual(["more", "relative", "percent-of-core", "41.8", "1.93"]);
  expect(rounded("cpu.topShare")).toEqual(["more", "samples", "percent", "47.4", "1.54"]);
  expect(rounded("cpu.samples")).toEqual(["more", "counting", "samples", "184", "1.77"]);
  expect(rounded("processes.cpuOverTime")).toEqual(["more", "readings", "percent-of-core", "39.5", "1.84"]);
  expect(rounded("waits.latency").slice(0, 2)).toEqual(["more", "distribution"]);
  expect(rounded("cpu.kernelShare").slice(0, 2)).toEqual(["same", "samples"]);
  expect(rounded("host.busy").slice(0, 2)).toEqual(["same", "points"]);
  expect(facts.get("cpu.topFunction")).toEqual({
    name: "cpu.topFunction",
    change: "other",
    before: "price_order",
    after: "find_field",
    rule: "exact",
  });
});

test("functions are compared by the second of the window: what takes as long as before has not changed", async () => {
  const [profile] = (await recordedComparison()).profiles;
  expect(profile).toMatchObject({
    name: "cpu.stacks",
    by: "time",
    isAbsolute: true,
    total: { before: 104, after: 288 },
  });
  expect(profile?.grown.slice(0, 2)).toEqual([
    {
      name: "find_field",
      change: "new",
      isOwn: true,
      self: { before: 0, after: 225 },
      total: { before: 0, after: 228 },
    },
    {
      name: "parse_order",
      change: "more",
      isOwn: true,
      self: { before: 22, after: 5 },
      total: { before: 22, after: 233 },
    },
  ]);
  expect(profile?.shrunk).toEqual([
    {
      name: "write_audit_log",
      change: "gone",
      isOwn: true,
      self: { before: 19, after: 0 },
      total: { before: 19, after: 0 },
    },
  ]);
});

test("a run whose step failed: its facts are unknown, and say why; nothing is called better", async () => {
  const [before, whole] = [await recordedRun("before"), await recordedRun("after")];
  const { cpu: _, ...steps } = whole.facts?.steps ?? {};
  const after: ReportInput = {
    ...whole,
    facts: { schema: "diag/facts/v1", steps },
    manifest: {
      ...whole.manifest,
      steps: whole.manifest.steps.map((step) =>
        step.id === "cpu"
          ? { ...step, status: "failed", reason: { code: "timeout", message: "it did not end" }, notes: [] }
          : step,
      ),
    },
    findings: {
      schema: "diag/findings/v1",
      verdict: { outcome: "unknown", message: "" },
      findings: (whole.findings?.findings ?? []).map((finding) =>
        finding.check === "hot-function"
          ? { ...finding, outcome: "unknown", missing: [{ fact: "cpu.topShare", why: "profile failed" }] }
          : finding,
      ),
    },
  };
  const { verdict, facts, profiles } = compareRuns({ before, after }, playbook);
  expect(verdict).toMatchObject({
    change: "unclear",
    statement: "It cannot be told whether it is worse.",
    details: ["Not known now: One function burns most of the CPU time (profile failed)."],
  });
  expect(facts.find(({ name }) => name === "cpu.topShare")).toMatchObject({
    change: "unknown",
    why: "not known after: step cpu failed: it did not end",
  });
  expect(profiles).toEqual([]);
});

test("what else differs is told: another target, node, param, tool, window", async () => {
  const before = await recordedRun("before");
  const { manifest, plan } = before;
  const after: ReportInput = {
    ...before,
    manifest: {
      ...manifest,
      target: { ...manifest.target, command: "./shop 90", host: "node-2" },
      steps: manifest.steps.map((step) => ({
        ...step,
        durationMs: step.durationMs * 2,
        ...(step.id === "cpu" ? { variant: "bcc" } : {}),
      })),
    },
    plan: {
      ...plan,
      params: { ...plan.params, duration: 20 },
      steps: plan.steps.map((step) => ({ ...step, windowMs: step.windowMs * 2 })),
    },
  };
  const { conditions, profiles } = compareRuns({ before, after }, playbook);
  expect(conditions.map(({ name, before: was, after: is }) => [name, was, is])).toEqual([
    ["target", "./shop 60", "./shop 90"],
    ["host", "node-1", "node-2"],
    ["param duration", "10", "20"],
    ["variant of step cpu", "perf", "bcc"],
    ["window", "10\u202fs", "20\u202fs"],
  ]);
  expect(profiles[0]).toMatchObject({ by: "share", isAbsolute: false, grown: [], shrunk: [] });
});

test("a pod that its controller made again is the same target, one of another deployment is not", async () => {
  const run = await recordedRun("before");
  const inPod = (name: string): ReportInput => ({
    ...run,
    manifest: {
      ...run.manifest,
      target: {
        ...run.manifest.target,
        kind: "container",
        label: `shop/${name}`,
        pod: { namespace: "shop", name, container: "app", node: "node-1" },
      },
    },
  });
  const before = inPod("checkout-7d9f8c6b5d-x2x4z");
  expect(compareRuns({ before, after: inPod("checkout-5c6d7f8b9c-q9w8v") }, playbook).conditions).toEqual([]);
  expect(compareRuns({ before, after: inPod("basket-5c6d7f8b9c-q9w8v") }, playbook).conditions).toEqual([
    { name: "target", before: "shop/checkout/app", after: "shop/basket/app" },
  ]);
});
