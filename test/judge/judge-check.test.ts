import { describe, expect, test } from "vitest";
import { ended, judged, percent } from "./judged.ts";

const rule = `- id: busy
  title: The CPUs are busy
  when: target.kind == "process"
  fail: cpu.busy >= 90
  warn: cpu.busy >= params.limit
  info: cpu.busy >= 50
  message: The CPUs are \${{ cpu.busy }} busy.
  healthy: The CPUs are only \${{ cpu.busy }} busy.
  remedy: Take \${{ percent(cpu.busy - 50) }} away.
  next: cpu-hot
  rationale: A queue grows from here on.
  evidence: [cpu.perCpu]
`;
const only = (...args: Parameters<typeof judged>) => judged(...args).findings[0];

describe("the first rule that holds is the outcome", () => {
  test.each([
    [95, "fail", "cpu.busy >= 90", "45"],
    [90, "fail", "cpu.busy >= 90", "40"],
    [80, "warn", "cpu.busy >= params.limit", "30"],
    [50, "info", "cpu.busy >= 50", "0"],
  ])("%d is %s", (value, outcome, by, more) => {
    expect(only(rule, { cpu: { busy: percent(value) } })).toEqual({
      check: "busy",
      title: "The CPUs are busy",
      outcome,
      message: `The CPUs are ${value}\u202f% busy.`,
      remedy: `Take ${more}\u202f% away.`,
      next: "cpu-hot",
      rationale: "A queue grows from here on.",
      rule: by,
      values: [{ fact: "cpu.busy", text: `${value}\u202f%` }],
      evidence: ["cpu.perCpu"],
    });
  });

  test("none is a pass, with the first rule and no remedy", () => {
    expect(only(rule, { cpu: { busy: percent(3) } })).toMatchObject({
      outcome: "pass",
      message: "The CPUs are only 3\u202f% busy.",
      rule: "cpu.busy >= 90",
      values: [{ fact: "cpu.busy", text: "3\u202f%" }],
    });
    expect(only(rule, { cpu: { busy: percent(3) } })).not.toHaveProperty("remedy");
    expect(only(rule, { cpu: { busy: percent(3) } })).not.toHaveProperty("next");
  });

  test("a pass without words of its own denies the title", () => {
    const check = "- { id: busy, title: The CPUs are busy, fail: cpu.busy > 90, message: Busy. }";
    expect(only(check, { cpu: { busy: percent(3) } })).toMatchObject({
      outcome: "pass",
      message: "Not so: The CPUs are busy.",
    });
  });
});

describe("when", () => {
  const check = (when: string) => `- { id: busy, title: Busy, when: '${when}', fail: cpu.busy > 90, message: Busy. }`;
  test("false, the check says nothing", () => {
    expect(judged(check('target.kind == "host"'), { cpu: { busy: percent(99) } }).findings).toEqual([]);
  });

  test("not known, the check is not known", () => {
    expect(only(check("cpu.steal < 5"), { cpu: { busy: percent(99) } })).toMatchObject({
      outcome: "unknown",
      missing: [{ fact: "cpu.steal", why: "step cpu did not run" }],
      values: [],
    });
  });

  test("broken, the check is broken", () => {
    expect(only(check("1 / 0 > 1"), { cpu: { busy: percent(99) } })).toMatchObject({
      outcome: "error",
      message: "`1 / 0 > 1` broke: division by zero.",
    });
  });
});

describe("a missing fact", () => {
  const skipped = ended("cpu", "mpstat", "skipped", {
    code: "binary-missing",
    message: "mpstat is not installed",
    mend: "Install sysstat.",
  });

  test("leaves the check open, with why and what to do", () => {
    expect(only(rule, {}, { steps: [skipped] })).toMatchObject({
      outcome: "unknown",
      message: "Not known: cpu.busy, because mpstat was skipped: mpstat is not installed.",
      missing: [{ fact: "cpu.busy", why: "mpstat was skipped: mpstat is not installed", mend: "Install sysstat." }],
      rule: "cpu.busy >= 90",
      values: [],
      evidence: ["cpu.perCpu"],
    });
    expect(only(rule, {}, { steps: [skipped] })).not.toHaveProperty("remedy");
  });

  test.each([
    [[], "step cpu did not run"],
    [[ended("cpu", "mpstat", "ok")], "mpstat did not see it"],
    [
      [ended("cpu", "mpstat", "failed", { code: "exit-status", message: "it ended with 1" })],
      "mpstat failed: it ended with 1",
    ],
    [
      [ended("cpu", "mpstat", "partial", { code: "timeout", message: "it took too long" })],
      "mpstat saw only a part: it took too long",
    ],
  ])("says why: %#", (steps, why) => {
    expect(only(rule, { cpu: {} }, { steps })).toMatchObject({ missing: [{ fact: "cpu.busy", why }] });
  });

  test("does not hide a later rule that holds", () => {
    const check = "- { id: busy, title: Busy, fail: cpu.steal > 20, warn: cpu.busy > 90, message: Busy. }";
    expect(only(check, { cpu: { busy: percent(99) } })).toMatchObject({ outcome: "warn", rule: "cpu.busy > 90" });
    expect(only(check, { cpu: { busy: percent(3) } })).toMatchObject({
      outcome: "unknown",
      missing: [{ fact: "cpu.steal" }],
    });
  });

  test("of the sentence alone does not hide the finding", () => {
    const check =
      "- { id: busy, title: The CPUs are busy, fail: cpu.busy > 90, message: 'Busy, steal ${{ cpu.steal }}.', remedy: 'Ask for ${{ cpu.steal }}.' }";
    const finding = only(check, { cpu: { busy: percent(99) } });
    expect(finding).toMatchObject({ outcome: "fail", message: "The CPUs are busy (cpu.steal not known)." });
    expect(finding).not.toHaveProperty("remedy");
  });

  test("that has() asks for is none", () => {
    const check = "- { id: busy, title: Busy, fail: has(cpu.steal) && cpu.steal > 20, message: Busy. }";
    expect(only(check, {})).toMatchObject({ outcome: "pass" });
  });
});

describe("what breaks", () => {
  test("is an error, not a pass", () => {
    const check = "- { id: busy, title: Busy, fail: 1 / 0 > 1, warn: cpu.busy > 90, message: Busy. }";
    expect(only(check, { cpu: { busy: percent(3) } })).toMatchObject({
      outcome: "error",
      message: "`1 / 0 > 1` broke: division by zero.",
    });
    expect(only(check, { cpu: { busy: percent(99) } })).toMatchObject({ outcome: "warn" });
  });

  test("in the sentence is an error", () => {
    const check = "- { id: busy, title: Busy, fail: cpu.busy > 90, message: '${{ 1 / 0 }}' }";
    expect(only(check, { cpu: { busy: percent(99) } })).toMatchObject({
      outcome: "error",
      message: "The message could not be written: division by zero.",
    });
  });
});

test("deciding values are told once, with their units, of every kind", () => {
  const check = `- id: all
  title: All
  fail: >-
    cpu.busy > 1 && cpu.busy > 2 && size(queue.rows) > 0 && cpu.busyOverTime.last > 1
  message: All.
`;
  const facts = {
    cpu: {
      busy: percent(50),
      busyOverTime: {
        kind: "series",
        unit: "percent",
        points: [
          [0, 1],
          [1, 2.5],
        ] as [number, number][],
      },
    },
    queue: { rows: { kind: "table", columns: [{ name: "port", kind: "number" }], rows: [[80]] } },
  } as const;
  expect(only(check, facts as never)?.values).toEqual([
    { fact: "cpu.busy", text: "50\u202f%" },
    { fact: "queue.rows", text: "1 row" },
    { fact: "cpu.busyOverTime", text: "1\u202f% → 2.5\u202f%" },
  ]);
});
