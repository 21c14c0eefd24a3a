import { describe, expect, test } from "vitest";
import validate from "../../src/documents/validate-plan.generated.js";
import { planned } from "./planned.ts";

const step = (...args: Parameters<typeof planned>) => planned(...args).steps[0];

test("a tool step has its arguments, its variants and its times", () => {
  expect(step("- { id: cpu, title: Stacks, tool: profile, with: { duration: 5s } }")).toMatchObject({
    kind: "tool",
    id: "cpu",
    title: "Stacks",
    tool: "profile",
    arguments: { duration: 5_000, frequency: 49 },
    variants: ["perf", "bcc", "bpftrace", "libbpf"],
    needs: [],
    onError: "continue",
    windowMs: 5_000,
    timeoutMs: 35_000,
    maxOutputBytes: 16 * 1024 * 1024,
  });
});

test("a command step has its words, one by one", () => {
  const command = `- id: sockets
  run: [ss, "--time=\${{ params.duration }},\${{ params.size * 1.5 }}", "a b; rm -rf /", "pid=\${{ id(target.pid) }}", "\${{ params.duration }}", "$HOME", ""]
  in: target-netns
  parse: { as: table }
  duration: 2s
  timeout: 1m
  maxOutput: 1MiB
  onError: stop
  when: target.kind == "process"
`;
  expect(step(command)).toEqual({
    kind: "command",
    id: "sockets",
    argv: ["ss", "--time=10,1536", "a b; rm -rf /", "pid=7", "10", "$HOME", ""],
    in: "target-netns",
    parse: { as: "table" },
    needs: [],
    when: 'target.kind == "process"',
    onError: "stop",
    windowMs: 2_000,
    timeoutMs: 60_000,
    maxOutputBytes: 1024 * 1024,
  });
});

test("a variant that writes every sample is tried last on a whole host", () => {
  const onHost = planned("- { id: cpu, tool: profile }", { kind: "host" }).steps[0];
  expect(onHost).toMatchObject({ variants: ["bcc", "bpftrace", "libbpf", "perf"] });
});

describe("arguments", () => {
  const args = (written: string, given: Record<string, string> = {}) => {
    const planedStep = step(`- { id: cpu, tool: profile, with: { ${written} } }`, undefined, given);
    return planedStep?.kind === "tool" ? planedStep.arguments : undefined;
  };

  test.each([
    ['duration: "${{ params.duration }}"', {}, { duration: 10_000, frequency: 49 }],
    ['duration: "${{ params.duration }}"', { duration: "1m30s" }, { duration: 90_000, frequency: 49 }],
    ['duration: "${{ params.duration / 4 }}"', {}, { duration: 2_500, frequency: 49 }],
    ['duration: "${{ params.duration }}s"', { duration: "3s" }, { duration: 3_000, frequency: 49 }],
    ['frequency: "${{ params.frequency }}"', { frequency: "99" }, { duration: 10_000, frequency: 99 }],
    ['frequency: "${{ params.frequency * 2 }}"', {}, { duration: 10_000, frequency: 98 }],
    ['frequency: "${{ 40 + 9 }}"', {}, { duration: 10_000, frequency: 49 }],
    ["frequency: 7", {}, { duration: 10_000, frequency: 7 }],
  ])("%s of %j", (written, given, value) => expect(args(written, given)).toMatchObject(value));

  test.each([
    [
      'duration: "${{ params.duration }}"',
      { duration: "1d" },
      "param-range",
      "cpu: duration is 86400000ms; it must be between 1s and 1h",
    ],
    [
      'frequency: "${{ params.frequency }}"',
      { frequency: "1000" },
      "param-range",
      "cpu: frequency is 1000; it must be between 1 and 999",
    ],
    [
      'frequency: "${{ params.frequency + 0.5 }}"',
      {},
      "param-type",
      "cpu: frequency is 49.5; it must be a whole number",
    ],
    [
      'frequency: "${{ params.frequency / 0.0 }}"',
      {},
      "param-type",
      "${{ params.frequency / 0.0 }} has no value: division by zero",
    ],
    ['duration: "${{ 1 / 0 }}"', {}, "param-type", "${{ 1 / 0 }} has no value: division by zero"],
  ])("%s of %j is refused", (written, given, code, message) => {
    expect(() => args(written, given)).toThrow(expect.objectContaining({ code, message }));
  });
});

describe("times", () => {
  const chain = `- { id: a, tool: mpstat, with: { duration: 10s } }
- { id: b, tool: mpstat, with: { duration: 5s }, needs: [a, c] }
- { id: c, tool: mpstat, with: { duration: 20s }, timeout: 25s }
- { id: d, run: [sleep, "1"], parse: { as: text }, needs: [b] }
`;

  test("steps without needs run at once: the window is the longest chain", () => {
    expect(planned(chain)).toMatchObject({ windowMs: 25_000, deadlineMs: 40_000 + 35_000 + 30_000 + 30_000 });
    expect(planned("- { id: a, tool: mpstat }\n- { id: b, tool: mpstat }")).toMatchObject({
      windowMs: 10_000,
      deadlineMs: 70_000,
    });
  });

  test("the deadline is one that a timer can keep", () => {
    const days = Array.from(
      { length: 30 },
      (_, index) =>
        `- { id: s${index}, run: [sleep, "1"], parse: { as: text }, timeout: 1d, needs: [${index === 0 ? "" : `s${index - 1}`}] }`,
    );
    expect(planned(days.join("\n")).deadlineMs).toBe(2 ** 31 - 1);
  });
});

test("privileges are told once, each with the steps that ask for it", () => {
  const { privileges } = planned(`- { id: a, tool: profile }
- { id: b, tool: profile }
- { id: c, tool: mpstat }
- { id: d, run: [ss], in: target-netns, parse: { as: table } }
`);
  expect(privileges.every(({ steps }) => !steps.includes("c"))).toBe(true);
  expect(privileges.filter(({ steps }) => steps.includes("a")).every(({ steps }) => steps.includes("b"))).toBe(true);
  expect(privileges).toContainEqual({
    name: "CAP_SYS_ADMIN",
    reason: "enter the target's network namespace",
    steps: ["d"],
  });
  expect(new Set(privileges.map(({ name, reason }) => `${name} ${reason}`)).size).toBe(privileges.length);
});

test("the estimate is the sum of the first variants", () => {
  const one = planned("- { id: a, tool: mpstat }").estimate.cpuPercentOfCore;
  expect(one).toBeGreaterThan(0);
  expect(planned("- { id: a, tool: mpstat }\n- { id: b, tool: mpstat }").estimate.cpuPercentOfCore).toBeCloseTo(
    2 * one,
  );
});

test("a plan is a document of its schema, the same each time, and names the exact text", () => {
  const plan = planned(
    "- { id: cpu, tool: profile }\n- { id: d, run: [ss], parse: { as: regex, pattern: '(?<x>.)', facts: { x: { kind: string } } } }",
  );
  expect(validate(plan)).toBe(true);
  expect(
    planned(
      "- { id: cpu, tool: profile }\n- { id: d, run: [ss], parse: { as: regex, pattern: '(?<x>.)', facts: { x: { kind: string } } } }",
    ),
  ).toEqual(plan);
  expect(plan.playbook).toMatchObject({ name: "planned", version: "1.2.3", title: "What is planned?" });
  expect(plan.params).toEqual({ duration: 10, frequency: 49, size: 1024, words: ["a", 1] });
  expect(plan.playbook.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test("a target that the playbook does not diagnose is refused", () => {
  expect(() => planned("- { id: cpu, tool: mpstat }", { kind: "container", id: "3f2a9c41d0e7" })).toThrow(
    expect.objectContaining({
      code: "target-unsupported",
      message: "planned does not diagnose a container",
      hint: "It diagnoses a process or a host.",
    }),
  );
});
