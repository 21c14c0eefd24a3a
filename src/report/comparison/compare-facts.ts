import { isDeepStrictEqual } from "node:util";
import type { Fact, TableFact } from "../../documents/facts.generated.ts";
import { mergeIntervals } from "../../tools/histogram/merge-intervals.ts";
import { whyMissing } from "../model/missing-fact.ts";
import type { ReportInput } from "../report-input.ts";
import { type Both, mapBoth } from "./both.ts";
import { type Basis, type Change, exact } from "./change.ts";
import { compareHistograms } from "./compare-histograms.ts";
import { compareNumbers } from "./compare-numbers.ts";
import { compareSeries } from "./compare-series.ts";
import type { FactChange } from "./comparison.ts";
import { factText } from "./fact-text.ts";
import { stepBasis } from "./step-basis.ts";

/** Every fact that either run has, in the order of the steps. */
export function compareFacts(runs: Both<ReportInput>): FactChange[] {
  const [before, after] = [runs.before.facts?.steps ?? {}, runs.after.facts?.steps ?? {}];
  const planned = [...runs.after.plan.steps, ...runs.before.plan.steps].map(({ id }) => id);
  return [...new Set([...planned, ...Object.keys(after), ...Object.keys(before)])].flatMap((step) => {
    const basis = stepBasis(step, runs);
    const sides = { before: ownFacts(before, step), after: ownFacts(after, step) };
    return [...new Set([...sides.after.keys(), ...sides.before.keys()])].map((fact): FactChange => {
      const name = `${step}.${fact}`;
      const [one, other] = [sides.before.get(fact), sides.after.get(fact)];
      const texts = {
        ...(one === undefined ? {} : { before: factText(one) }),
        ...(other === undefined ? {} : { after: factText(other) }),
      };
      if (one === undefined) return { name, change: "unknown", ...texts, why: missing("before", name, runs) };
      if (other === undefined) return { name, change: "unknown", ...texts, why: missing("after", name, runs) };
      const change = compareFact({ before: one, after: other }, basis);
      return { name, ...texts, ...(change ?? { change: "unknown", why: "a run has no value of it" }) };
    });
  });
}

/** A hostile bundle may name a step `constructor`. */
function ownFacts(steps: Readonly<Record<string, Readonly<Record<string, Fact>>>>, step: string): Map<string, Fact> {
  return new Map(Object.hasOwn(steps, step) ? Object.entries(steps[step] ?? {}) : []);
}

function missing(side: "before" | "after", name: string, runs: Both<ReportInput>): string {
  return `not known ${side}: ${whyMissing(name, runs[side]).why}`;
}

/** @returns undefined where there is nothing to compare. */
function compareFact({ before, after }: Both<Fact>, basis: Basis): Change | undefined {
  if ("unit" in before && "unit" in after && before.unit !== after.unit) return exact(false);
  if (before.kind === "number" && after.kind === "number") {
    return compareNumbers(after.unit, { before: before.value, after: after.value }, basis);
  }
  if (before.kind === "series" && after.kind === "series") {
    return compareSeries({ before, after }, basis) ?? sameOrNothing({ before, after });
  }
  if (before.kind === "histogram" && after.kind === "histogram") {
    return compareHistograms({ before: before.buckets, after: after.buckets }) ?? sameOrNothing({ before, after });
  }
  if (before.kind === "histogram-series" && after.kind === "histogram-series") {
    const merged = mapBoth({ before, after }, ({ intervals }) => mergeIntervals(intervals));
    return compareHistograms(merged) ?? sameOrNothing({ before, after });
  }
  if (before.kind === "profile" && after.kind === "profile") {
    return compareNumbers(after.unit, { before: before.total, after: after.total }, basis);
  }
  if (before.kind === "table" && after.kind === "table") return compareTables({ before, after });
  return exact(isDeepStrictEqual(before, after));
}

/** Where a run has no value of it: the same where none has. */
function sameOrNothing({ before, after }: Both<Fact>): Change | undefined {
  return isDeepStrictEqual(before, after) ? exact(true) : undefined;
}

/** By the first column of words: numbers that head a row are pids and thread ids. */
function compareTables(tables: Both<TableFact>): Change {
  const { before, after } = mapBoth(tables, ({ columns, rows }) => {
    const column = columns.findIndex(({ kind }) => kind === "string");
    return JSON.stringify(rows.map((row) => row[Math.max(0, column)]).sort());
  });
  return { change: before === after ? "same" : "other", rule: "rows" };
}
