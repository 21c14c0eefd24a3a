import { expect, test } from "vitest";
import type { Fact } from "../../src/documents/facts.generated.ts";
import { ended, judged, percent } from "./judged.ts";

const check = `- id: uneven
  title: One CPU does it all
  let:
    full: cpu.perCpu.filter(one, one.busy > params.limit)
    worst: full[0]
    others: size(cpu.perCpu) - size(full)
  fail: size(full) == 1 && others > 0
  message: CPU \${{ id(worst.cpu) }} is \${{ percent(worst.busy) }} busy, beside \${{ plural(others, "other", "others") }}.
  healthy: \${{ plural(size(full), "CPU is", "CPUs are") }} full.
`;

const cpus = (...busy: readonly number[]): Record<string, Record<string, Fact>> => ({
  cpu: {
    perCpu: {
      kind: "table",
      columns: [
        { name: "cpu", kind: "number" },
        { name: "busy", kind: "number", unit: "percent" },
      ],
      rows: busy.map((value, cpu) => [cpu, value]),
    },
  },
});

test("names stand for expressions, and the rule says for which", () => {
  expect(judged(check, cpus(3, 99)).findings[0]).toMatchObject({
    outcome: "fail",
    message: "CPU 1 is 99\u202f% busy, beside 1 other.",
    rule: "size(full) == 1 && others > 0, where full is cpu.perCpu.filter(one, one.busy > params.limit), others is size(cpu.perCpu) - size(full)",
    values: [{ fact: "cpu.perCpu" }],
  });
});

test("a name that is not asked for breaks nothing", () => {
  expect(judged(check, cpus(3, 4)).findings[0]).toMatchObject({ outcome: "pass", message: "0 CPUs are full." });
});

test("a name may stand for a number of whole and broken parts", () => {
  const shared = `- id: share
  title: A share
  let:
    share: 100 * cpu.busy / max(1, cpu.idle)
  warn: share > 40
  message: It is \${{ number(share) }}.
`;
  const facts = { cpu: { busy: percent(1), idle: percent(2) } };
  expect(judged(shared, facts).findings[0]).toMatchObject({ outcome: "warn", message: "It is 50." });
});

test("what a name lacks is missing where it is used", () => {
  const steps = [ended("cpu", "mpstat", "failed", { code: "no-output", message: "it said nothing" })];
  expect(judged(check, {}, { steps }).findings[0]).toMatchObject({
    outcome: "unknown",
    missing: [{ fact: "cpu.perCpu", why: "mpstat failed: it said nothing" }],
  });
});

test("names that double from one to the next cost no more than their number", () => {
  const names = Array.from({ length: 19 }, (_, at) => `    a${at + 1}: a${at} + a${at} + a${at} + a${at}`).join("\n");
  const doubling = `- id: doubling
  title: It doubles
  let:
    a0: cpu.busy
${names}
  fail: a19 > 0
  message: Yes.
`;
  expect(judged(doubling, { cpu: { busy: percent(1) } }).findings[0]).toMatchObject({ outcome: "fail" });
});
