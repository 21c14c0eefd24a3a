import { expect, test } from "vitest";
import type { Fact } from "../../src/documents/facts.generated.ts";
import type { Playbook } from "../../src/documents/playbook.generated.ts";
import { factValues } from "../../src/playbook/expression/fact-values.ts";
import { languageOf } from "../../src/playbook/expression/language.ts";
import { scopeOf } from "../../src/playbook/playbook-scope.ts";
import { readPlaybook } from "../../src/playbook/read-playbook.ts";
import { tools } from "../../src/tools/registry.ts";

/** A playbook with a command whose output is a table, and one rule over its rows. */
function playbookWith(rule: string): Playbook {
  const text = `
apiVersion: diag/v1
kind: Playbook
metadata: { name: sockets, version: 1.0.0, title: Is a queue full? }
spec:
  targets: [host]
  steps:
    - { id: sockets, run: [ss, -tln], parse: { as: table } }
    - { id: waits, tool: runqlat }
  checks:
    - { id: full, title: A queue is full, fail: ${JSON.stringify(rule)}, message: It is. }
`;
  const read = readPlaybook(Buffer.from(text), "sockets.yaml", tools);
  if (!read.ok) throw new AggregateError(read.errors, read.errors.map(({ message }) => message).join("; "));
  return read.playbook;
}

const sockets: Fact = {
  kind: "table",
  columns: [
    { name: "State", kind: "string" },
    { name: "Recv-Q", kind: "number" },
  ],
  rows: [
    ["LISTEN", 129],
    ["ESTAB", 0],
  ],
};

function evaluate(rule: string, facts: Record<string, Record<string, Fact>>) {
  const scope = scopeOf(playbookWith(rule), (name) => tools.find((tool) => tool.name === name));
  return languageOf(scope).expression(rule).evaluate(factValues(facts));
}

test.each([
  ["sockets.rows.exists(row, row.State == 'LISTEN' && row['Recv-Q'] > 128)", true],
  ["sockets.rows.filter(row, row.State == 'ESTAB').size() > 1", false],
  ["sockets.rows.all(row, row['Recv-Q'] == 0)", false],
])("%s, of columns that only the output names", (rule, value) => {
  expect(evaluate(rule, { sockets: { rows: sockets } })).toEqual({ kind: "value", value });
});

test("a column that the output does not have breaks the rule, which says so", () => {
  expect(evaluate("sockets.rows.exists(row, row.Sate == 'LISTEN')", { sockets: { rows: sockets } })).toEqual({
    kind: "error",
    message: "No such key: Sate",
  });
});

test("a histogram of nothing is missing: it has no p99 of 0", () => {
  const empty: Fact = { kind: "histogram", unit: "microseconds", buckets: [{ low: 0, high: 1, count: 0 }] };
  expect(evaluate("waits.latency.p99 > 1000", { waits: { latency: empty } })).toEqual({
    kind: "missing",
    facts: ["waits.latency"],
  });
});

test("a quantile is the upper bound of its bucket", () => {
  const latency: Fact = {
    kind: "histogram",
    unit: "microseconds",
    buckets: [
      { low: 0, high: 8, count: 98 },
      { low: 8, high: 16, count: 0 },
      { low: 16, high: 32, count: 2 },
    ],
  };
  const facts = { waits: { latency } };
  expect(evaluate("waits.latency.p50 == 8 && waits.latency.p90 == 8", facts)).toEqual({ kind: "value", value: true });
  expect(evaluate("waits.latency.p99 == 32 && waits.latency.max == 32", facts)).toEqual({ kind: "value", value: true });
  expect(evaluate("waits.latency.count == 100", facts)).toEqual({ kind: "value", value: true });
});
