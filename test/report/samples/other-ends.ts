import type { ReportInput } from "../../../src/report/report-input.ts";
import { cpuHot, facts, findings, manifest } from "./cpu-hot.ts";

/** The same run on an idle service: everything was looked at, nothing was found. */
export async function healthy(): Promise<ReportInput> {
  const input = await cpuHot();
  const passed = findings.findings
    .filter(({ outcome }) => outcome !== "unknown")
    .map(({ check, title, rule, values, evidence }) => ({
      check,
      title,
      outcome: "pass" as const,
      message: healthyWords[check] ?? title,
      ...(rule === undefined ? {} : { rule }),
      values: check === "hot-function" ? [{ fact: "threads.cpu", text: "0.3\u202f% of one core" }] : values.slice(0, 0),
      evidence,
    }));
  return {
    ...input,
    manifest: { ...manifest, steps: manifest.steps.filter(({ id }) => id !== "host") },
    plan: { ...input.plan, steps: input.plan.steps.filter(({ id }) => id !== "host") },
    playbookSections: input.playbookSections.filter(({ fact }) => !fact.startsWith("host")),
    facts: {
      ...facts,
      steps: {
        ...facts.steps,
        cpu: { stacks: { kind: "profile", unit: "samples", file: "profiles/cpu.stacks.folded", total: 0, stacks: 0 } },
        waits: { latency: { kind: "histogram", unit: "microseconds", buckets: [] } },
        limit: {
          usageOverTime: {
            kind: "series",
            unit: "percent-of-core",
            points: [
              [1, 0.3],
              [2, 0.3],
              [3, 0.3],
            ],
          },
          throttledOverTime: {
            kind: "series",
            unit: "percent-of-core",
            points: [
              [1, 0],
              [2, 0],
              [3, 0],
            ],
          },
        },
        threads: { threads: { kind: "table", columns: [{ name: "tid", kind: "number" }], rows: [] } },
      },
    },
    findings: {
      ...findings,
      verdict: { outcome: "pass", message: "Nothing to see: checkout (4242) uses 0.3\u202f% of one core." },
      findings: passed,
    },
    rawOutput: [],
  };
}

const healthyWords: Readonly<Record<string, string>> = {
  "hot-function": "No function dominates a busy process: it uses 0.3\u202f% of one core.",
  throttled: "No CPU limit applies to it.",
  "waits-for-cpu": "Its threads get a CPU when they want one.",
  "kernel-time": "It ran too little to tell user from kernel time.",
};

/** Ctrl-C after four seconds: two steps had ended, facts and findings were made of what there was. */
export async function interrupted(): Promise<ReportInput> {
  const { probe: _, ...input } = await cpuHot();
  const { cost: _cost, finishedAt: _finished, window: _window, ...rest } = manifest;
  return {
    ...input,
    manifest: {
      ...rest,
      state: "interrupted",
      reason: "Ctrl-C after 4 s",
      steps: [
        ...manifest.steps.slice(0, 1),
        {
          ...(manifest.steps[1] ?? { id: "cpu", label: "profile", attempts: [], notes: [] }),
          status: "partial",
          durationMs: 3_580,
          reason: { code: "interrupted", message: "interrupted after 3.6 s of 10 s" },
        },
      ],
    },
    facts: { ...facts, steps: { who: facts.steps["who"] ?? {}, cpu: facts.steps["cpu"] ?? {} } },
    findings: {
      ...findings,
      verdict: {
        outcome: "unknown",
        message: "Unknown: the CPU time of the threads is missing.",
        check: "hot-function",
      },
      findings: [
        {
          check: "hot-function",
          title: "One function burns most of the CPU time",
          outcome: "unknown",
          message: "threads.cpu is missing.",
          values: [],
          missing: [{ fact: "threads.cpu", why: "the run ended before step threads did" }],
          evidence: ["cpu.stacks"],
        },
      ],
    },
  };
}

/** kill -9 in the first second: a manifest and a plan, and nothing else. */
export async function bare(): Promise<ReportInput> {
  const { plan, playbookSections } = await cpuHot();
  const { cost: _cost, finishedAt: _finished, window: _window, ...rest } = manifest;
  return {
    manifest: { ...rest, state: "running", steps: [], files: {} },
    plan,
    playbookSections,
    stacks: new Map(),
    rawOutput: [],
  };
}
