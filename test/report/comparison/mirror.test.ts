import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Fact, Unit } from "../../../src/documents/facts.generated.ts";
import type { Finding, Outcome } from "../../../src/documents/findings.generated.ts";
import { compareRuns } from "../../../src/report/comparison/compare-runs.ts";
import type { Comparison, FactMove, FindingMove } from "../../../src/report/comparison/comparison.ts";
import type { ReportInput } from "../../../src/report/report-input.ts";
import { playbook, recordedRun } from "./recorded-run.ts";

const amount = fc.oneof(fc.nat(1000), fc.double({ min: -1e9, max: 1e9, noNaN: true }));
const unit = fc.constantFrom<Unit>("none", "count", "percent", "percent-of-core", "bytes", "milliseconds", "samples");
const fact: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({ kind: fc.constant("number" as const), unit, value: amount }),
  fc.record({ kind: fc.constant("string" as const), value: fc.string({ maxLength: 4 }) }),
  fc.record({ kind: fc.constant("boolean" as const), value: fc.boolean() }),
  fc.record({
    kind: fc.constant("series" as const),
    unit,
    points: fc.array(fc.tuple(fc.nat(60), amount), { maxLength: 12 }),
  }),
  fc.array(fc.nat(200), { minLength: 1, maxLength: 8 }).map(
    (counts): Fact => ({
      kind: "histogram",
      unit: "microseconds",
      buckets: counts.map((count, i) => ({ low: 2 ** i, high: 2 ** (i + 1), count })),
    }),
  ),
);
const facts = fc.dictionary(fc.constantFrom("a", "b", "c", "__proto__", "constructor"), fact, {
  noNullPrototype: true,
});
const outcome = fc.constantFrom<Outcome>("pass", "info", "warn", "fail", "unknown", "error");
const findings = fc.uniqueArray(fc.tuple(fc.constantFrom("one", "two", "three"), outcome), {
  selector: ([check]) => check,
});
const seconds = fc.integer({ min: 0, max: 120 });

const mirroredFact: Partial<Record<FactMove, FactMove>> = { more: "less", less: "more" };
const mirroredFinding: Partial<Record<FindingMove, FindingMove>> = {
  new: "gone",
  gone: "new",
  worse: "better",
  better: "worse",
  "now-unknown": "now-known",
  "now-known": "now-unknown",
};

describe("for any facts and findings", () => {
  let recorded: ReportInput;

  beforeAll(async () => {
    recorded = await recordedRun("before");
  });

  const run = fc.record({ facts, findings, seconds }).map(
    (made) => (): ReportInput => ({
      ...recorded,
      manifest: {
        ...recorded.manifest,
        steps: recorded.manifest.steps.map((step) => ({ ...step, durationMs: made.seconds * 1000 })),
      },
      plan: {
        ...recorded.plan,
        steps: recorded.plan.steps.map((step) => ({ ...step, windowMs: made.seconds * 1000 })),
      },
      facts: { schema: "diag/facts/v1", steps: { cpu: made.facts } },
      findings: {
        schema: "diag/findings/v1",
        verdict: { outcome: "pass", message: "" },
        findings: made.findings.map(
          ([check, is]): Finding => ({
            check,
            title: check,
            outcome: is,
            message: is,
            evidence: [],
            values: [],
          }),
        ),
      },
    }),
  );

  test("a run compared with itself is the same in everything", () => {
    fc.assert(
      fc.property(run, (make) => {
        const { verdict, conditions, ...compared } = compareRuns({ before: make(), after: make() }, playbook);
        expect([...compared.facts, ...compared.findings].filter(({ change }) => change !== "same")).toEqual([]);
        expect(conditions).toEqual([]);
        expect(verdict.change).toBe("same");
      }),
    );
  });

  test("what is more from here to there is less from there to here", () => {
    const moves = ({ facts: all, findings: found }: Comparison) => ({
      facts: new Map(all.map(({ name, change }) => [name, change])),
      findings: new Map(found.map(({ check, change }) => [check, change])),
    });
    fc.assert(
      fc.property(run, run, (one, other) => {
        const there = moves(compareRuns({ before: one(), after: other() }, playbook));
        const back = moves(compareRuns({ before: other(), after: one() }, playbook));
        expect(new Map([...back.facts].map(([name, move]) => [name, mirroredFact[move] ?? move]))).toEqual(there.facts);
        expect(new Map([...back.findings].map(([check, move]) => [check, mirroredFinding[move] ?? move]))).toEqual(
          there.findings,
        );
      }),
    );
  });
});

test("a real pair, turned over: what grew has shrunk, what was new is gone", async () => {
  const [before, after] = [await recordedRun("before"), await recordedRun("after")];
  const there = compareRuns({ before, after }, playbook);
  const back = compareRuns({ before: after, after: before }, playbook);
  expect(back.verdict.change).toBe("better");
  const names = (list: readonly { readonly name: string }[] = []) => list.map(({ name }) => name);
  expect(names(back.profiles[0]?.shrunk)).toEqual(names(there.profiles[0]?.grown));
  expect(names(back.profiles[0]?.grown)).toEqual(names(there.profiles[0]?.shrunk));
  const itself = compareRuns({ before, after: before }, playbook);
  expect(itself.verdict).toEqual({
    change: "same",
    statement: "Nothing that matters changed; 1 problem stays.",
    details: [],
  });
});
