import { describe, expect, test } from "vitest";
import { languageOf } from "../../src/playbook/expression/language.ts";
import type { Scope } from "../../src/playbook/expression/scope.ts";

const scope: Scope = {
  params: { share: { type: "number" } },
  steps: {
    all: {
      label: "sample",
      facts: {
        count: { kind: "number", unit: "count", description: "All." },
        slow: { kind: "number", unit: "count", description: "Slow ones." },
        size: { kind: "number", unit: "bytes", optional: true, description: "Not seen." },
        rows: {
          kind: "table",
          description: "Each.",
          columns: { used: { kind: "number", description: "" }, limit: { kind: "number", description: "" } },
        },
      },
    },
  },
};
const rows = [
  { used: 3, limit: 4 },
  { used: 1, limit: 0 },
];
const language = languageOf(scope);
const evaluate = (source: string, count: number) =>
  language.expression(source).evaluate({ params: { share: 0.5 }, all: { count, slow: 0, rows } });
const divisionByZero = { kind: "error", message: "division by zero" };

describe("what is divided by zero breaks the rule and does not decide it", () => {
  test.each([
    "all.slow / all.count > 0.1",
    "all.slow / all.count < 0.1",
    "5 / all.count > 0.1",
    "5.0 / all.count > 0.1",
    "all.slow / 0 > 0.1",
    "1 / 0 > 0",
    "1 / size([]) > 0",
    "all.slow % all.count == 0",
    "all.slow % 0 == 0",
    "5 % all.count == 0",
    "1 - (all.slow / all.count) > params.share",
    "all.rows.all(row, row.used / row.limit < 1)",
    "(all.slow / all.count > 0.1 ? 'a' : 'b') == 'a'",
  ])("%s", (source) => {
    expect(evaluate(source, 0)).toEqual(divisionByZero);
  });

  test.each(["${{ all.slow / all.count }}", "${{ percent(all.slow / all.count * 100) }}"])("%s", (text) => {
    expect(language.template(text).render({ all: { count: 0, slow: 0 } })).toEqual(divisionByZero);
  });
});

test.each([
  ["all.count > 0 && all.slow / all.count > 0.1", false],
  ["all.count == 0 || all.slow / all.count > 0.1", true],
  ["all.count == 0 ? true : all.slow / all.count > 0.1", true],
  ["all.rows.exists(row, row.used / row.limit > 0.5)", true],
  ["has(all.size) && all.slow / all.size > 1", false],
])("%s asks first, or needs no answer", (source, value) => {
  expect(evaluate(source, 0)).toEqual({ kind: "value", value });
});

test.each([
  ["all.slow / all.count", 0],
  ["all.count / 8 / 2", 0.5],
  ["(all.count + 2) / (1 + 4) * -2", -4],
  ["8 - all.count / 2", 4],
  ["7 / 2", 3],
  ["-all.count / 16.0", -0.5],
  ["{'a': all.count / 4}['a']", 2],
])("%s is %d", (source, value) => {
  expect(evaluate(source, 8)).toEqual({ kind: "value", value });
});

test("a fact that is missing is told before the division", () => {
  expect(evaluate("all.count / all.size > 1", 1)).toEqual({ kind: "missing", facts: ["all.size"] });
});

test("an expression keeps its own text and places", () => {
  const { source, references } = language.expression("all.slow / all.count > 0.1");
  expect(source).toBe("all.slow / all.count > 0.1");
  expect(references.map(({ start, end }) => [start, end])).toEqual([
    [0, 8],
    [11, 20],
  ]);
});
