import { describe, expect, test } from "vitest";
import type { Fact } from "../../src/documents/facts.generated.ts";
import { factValues } from "../../src/playbook/expression/fact-values.ts";
import { languageOf } from "../../src/playbook/expression/language.ts";
import type { Scope } from "../../src/playbook/expression/scope.ts";

const described = { description: "" };
const scope: Scope = {
  params: {
    duration: { type: "duration" },
    limit: { type: "bytes" },
    count: { type: "integer" },
    deep: { type: "boolean" },
    mode: { type: "enum" },
    words: { type: "list" },
  },
  steps: {
    cpu: {
      label: "mpstat",
      facts: {
        busy: { kind: "number", unit: "percent", ...described },
        cpus: { kind: "number", unit: "count", ...described },
        quota: { kind: "number", unit: "percent-of-core", optional: true, ...described },
        pid: { kind: "number", unit: "none", ...described },
        top: { kind: "string", ...described },
        idle: { kind: "boolean", ...described },
        latency: { kind: "histogram", unit: "microseconds", ...described },
        memory: { kind: "series", unit: "bytes", ...described },
        stacks: { kind: "profile", unit: "samples", ...described },
        rows: {
          kind: "table",
          ...described,
          columns: { name: { kind: "string", ...described }, busy: { kind: "number", unit: "percent", ...described } },
        },
      },
    },
    other: { label: "pidstat", facts: { load: { kind: "number", unit: "none", ...described } } },
  },
};

const facts: Record<string, Fact> = {
  busy: { kind: "number", unit: "percent", value: 80 },
  cpus: { kind: "number", unit: "count", value: 4 },
  pid: { kind: "number", unit: "none", value: 123_456 },
  top: { kind: "string", value: "node" },
  idle: { kind: "boolean", value: false },
  latency: {
    kind: "histogram",
    unit: "microseconds",
    buckets: [
      { low: 0, high: 2, count: 90 },
      { low: 2, high: 1024, count: 9 },
      { low: 1024, high: 2048, count: 1 },
    ],
  },
  memory: {
    kind: "series",
    unit: "bytes",
    points: [
      [0, 1024],
      [1, 2048],
      [2, 3072],
    ],
  },
  stacks: { kind: "profile", unit: "samples", file: "profiles/cpu.folded", total: 490, stacks: 12 },
  rows: {
    kind: "table",
    columns: [
      { name: "name", kind: "string" },
      { name: "busy", kind: "number" },
    ],
    rows: [
      ["cpu0", 99],
      ["cpu1", 1],
    ],
  },
};

const values = {
  ...factValues({ cpu: facts }),
  params: { duration: 10, limit: 67_108_864, count: 3, deep: true, mode: "fast", words: ["a", "b"] },
  target: { kind: "process", pid: 7, label: "node (7)", runtime: "node", cpus: 4 },
};

const language = languageOf(scope);
const evaluate = (source: string) => language.expression(source).evaluate(values);
const render = (text: string) => language.template(text).render(values);

describe("arithmetic takes whole numbers and fractions together", () => {
  test.each([
    ["cpu.busy + 1", 81],
    ["1 + cpu.busy", 81],
    ["cpu.busy - 1", 79],
    ["cpu.busy * 60", 4800],
    ["0.5 * cpu.busy * cpu.cpus", 160],
    ["cpu.busy / 3 * 3", 80],
    ["100 / cpu.busy", 1.25],
    ["cpu.busy % 7", 3],
    ["100 % cpu.busy", 20],
    ["cpu.busy % 0.75", 0.5],
    ["7 % 4", 3],
    ["-cpu.busy", -80],
    ["-cpu.busy + 100", 20],
    ["1 + 2", 3],
    ["size(cpu.rows) * 10", 20],
    ["params.duration * 2", 20],
    ["params.count + 0.5", 3.5],
    ["min(cpu.busy, 3)", 3],
    ["max(3, cpu.busy)", 80],
    ["min(2, 1)", 1],
    ["max(1.5, 1)", 1.5],
    ["cpu.idle ? 1 : 2", 2],
  ])("%s = %s", (source, value) => expect(evaluate(source)).toEqual({ kind: "value", value }));
});

describe("conditions", () => {
  test.each([
    ["cpu.busy == 80", true],
    ["80 == cpu.busy", true],
    ["cpu.busy == 80.5", false],
    ["cpu.busy != 80", false],
    ["80 != cpu.busy", false],
    ["cpu.busy != 81", true],
    ["cpu.busy >= 80 && cpu.busy <= 80", true],
    ["80 < cpu.busy || 79 < cpu.busy", true],
    ["!cpu.idle", true],
    ["target.kind == 'process'", true],
    ['target.runtime in ["node", "deno"]', true],
    ["params.mode != 'deep' && params.deep", true],
    ["'a' in params.words", true],
    ["params.words.exists(word, word == 'b')", true],
    ["cpu.top.startsWith('no')", true],
    ["cpu.top.matches('^n.d')", true],
    ["cpu.rows.exists(row, row.busy > 90)", true],
    ["cpu.rows.all(row, row.busy > 90)", false],
    ["cpu.rows.exists_one(row, row.busy > 90)", true],
    ["size(cpu.rows.filter(row, row.busy > 90)) == 1", true],
    ["cpu.rows.map(row, row.busy * 2).exists(busy, busy == 198)", true],
    ["cpu.rows.filter(row, row.busy > 90)[0].name == 'cpu0'", true],
    ["cpu.memory.last > cpu.memory.first && cpu.memory.trend.r2 > 0.99", true],
    ["cpu.memory.trend.slope == 1024", true],
    ["cpu.memory.min == 1024 && cpu.memory.max == 3072 && cpu.memory.mean == 2048", true],
    ["cpu.latency.p50 == 2 && cpu.latency.p90 == 2 && cpu.latency.p99 == 1024", true],
    ["cpu.latency.max == 2048 && cpu.latency.count == 100", true],
    ["cpu.stacks.total == 490 && cpu.stacks.stacks == 12", true],
    ["has(cpu.busy)", true],
    ["has(cpu.quota)", false],
    ["has(other.load)", false],
  ])("%s is %s", (source, value) => expect(evaluate(source)).toEqual({ kind: "value", value }));
});

describe("what is missing", () => {
  test.each([
    ["cpu.quota > 80", ["cpu.quota"]],
    ["other.load > 1 && cpu.quota > 80", ["other.load", "cpu.quota"]],
    ["cpu.quota > 80 || cpu.quota > cpu.busy", ["cpu.quota"]],
    ["cpu.busy > 80 || cpu.quota > 80", ["cpu.quota"]],
    ["cpu.rows.exists(row, row.busy > cpu.quota)", ["cpu.quota"]],
    ["has(cpu.quota) || cpu.quota > 1", ["cpu.quota"]],
  ])("%s lacks %j", (source, missing) => expect(evaluate(source)).toEqual({ kind: "missing", facts: missing }));

  test.each([
    ["cpu.quota > 80 || true", true],
    ["true || cpu.quota > 80", true],
    ["cpu.quota > 80 || cpu.busy > 1", true],
    ["cpu.quota > 80 && cpu.busy > 99", false],
    ["cpu.busy > 99 && cpu.quota > 80", false],
    ["has(cpu.quota) && cpu.quota > 80", false],
    ["has(cpu.quota) ? cpu.quota > 80 : cpu.busy > 1", true],
    ["has(other.load) && other.load > 1", false],
  ])("%s does not need it", (source, value) => expect(evaluate(source)).toEqual({ kind: "value", value }));

  test("a series without points is missing", () => {
    const empty = { ...values, ...factValues({ cpu: { memory: { kind: "series", unit: "bytes", points: [] } } }) };
    expect(language.expression("cpu.memory.last > 1").evaluate(empty)).toEqual({
      kind: "missing",
      facts: ["cpu.memory"],
    });
    expect(language.expression("has(cpu.memory)").evaluate(empty)).toEqual({ kind: "value", value: false });
  });

  test("a name that a macro binds is no step", () => {
    expect(language.expression("cpu.rows.exists(other, other.busy > cpu.busy)").references).toMatchObject([
      { step: "cpu", fact: "rows" },
      { step: "cpu", fact: "busy" },
    ]);
    expect(evaluate("cpu.rows.exists(other, other.busy > 98)")).toEqual({ kind: "value", value: true });
  });

  test("references have places and know a guard", () => {
    expect(language.expression("has(cpu.quota) && 1 < cpu.busy").references).toEqual([
      { step: "cpu", fact: "quota", guarded: true, start: 4, end: 13 },
      { step: "cpu", fact: "busy", guarded: false, start: 22, end: 30 },
    ]);
  });
});

test.each([
  ["1 / 0 > 1", "division by zero"],
  ["cpu.rows.filter(row, true)[7].busy > 1", "No such key: index out of bounds, index 7 >= size 2"],
  ["int(cpu.top) > 1", "int() type error: cannot convert to int"],
])("%s breaks", (source, message) => expect(evaluate(source)).toEqual({ kind: "error", message }));

describe("templates", () => {
  const thin = "\u202f";
  test.each([
    ["no expression", "no expression"],
    ["", ""],
    ["${{ cpu.busy }} busy", `80${thin}% busy`],
    ["${{cpu.busy}}", `80${thin}%`],
    ["${{ cpu.busy }}${{ cpu.cpus }}", `80${thin}%4`],
    ["pid ${{ cpu.pid }}", "pid 123456"],
    ["${{ cpu.top }} ${{ cpu.idle }}", "node false"],
    ["${{ cpu.memory.first }} to ${{ cpu.memory.last }}", `1${thin}KiB to 3${thin}KiB`],
    ["${{ cpu.memory.trend.slope }}", `1${thin}KiB/s`],
    ["${{ cpu.memory.trend.r2 }}", "1"],
    ["${{ cpu.latency.p99 }} of ${{ cpu.latency.count }}", `1.02${thin}ms of 100`],
    ["${{ cpu.stacks.total }} in ${{ cpu.stacks.stacks }}", "490 samples in 12"],
    ["${{ params.duration }}, ${{ params.limit }}, ${{ params.count }}", `10${thin}s, 64${thin}MiB, 3`],
    ["${{ cpu.busy * 1000 }}", "80,000"],
    ["${{ size(cpu.rows) }}", "2"],
    ["${{ bytes(cpu.memory.last - cpu.memory.first) }}", `2${thin}KiB`],
    ["${{ percent(100.0 - cpu.busy) }} ${{ percent(20) }}", `20${thin}% 20${thin}%`],
    ["${{ cores(250) }}", `250${thin}% of one core`],
    ["${{ duration(params.duration) }} ${{ duration(90) }}", `10${thin}s 90${thin}s`],
    ["${{ milliseconds(1500) }} ${{ microseconds(2) }}", `1.5${thin}s 2${thin}µs`],
    ["${{ number(1234567.0) }} ${{ id(1234567) }}", "1,230,000 1234567"],
    ["${{ plural(cpu.cpus, 'CPU', 'CPUs') }}, ${{ plural(1, 'thread', 'threads') }}", "4 CPUs, 1 thread"],
    ["${{ cpu.busy > 50 ? 'busy' : 'idle' }}", "busy"],
    ["${{ '}}' }} and ${{ \"it's }}\" }}", "}} and it's }}"],
    ["${{ '\\'}}' }}", "'}}"],
    ["${{ {'a': 'b'}.a }}", "b"],
    ["a }} b $ {{ c }}", "a }} b $ {{ c }}"],
    ["${{ has(cpu.quota) ? cores(cpu.quota) : 'no limit' }}", "no limit"],
  ])("%s", (text, value) => expect(render(text)).toEqual({ kind: "value", value }));

  test("that lack a fact name the first expression's", () => {
    expect(render("${{ cpu.busy }} of ${{ cpu.quota }}, ${{ other.load }}")).toEqual({
      kind: "missing",
      facts: ["cpu.quota"],
    });
  });

  test("know the facts of all their expressions", () => {
    expect(
      language.template("${{ cpu.busy }} ${{ other.load }}").references.map(({ step, fact }) => `${step}.${fact}`),
    ).toEqual(["cpu.busy", "other.load"]);
  });
});
