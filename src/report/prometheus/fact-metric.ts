import type { Quantity } from "../quantity.ts";
import type { ReportFact } from "../report.ts";
import { inBaseUnit } from "./base-unit.ts";
import type { Metric } from "./metric.ts";

/** What other kinds of metrics end with: a gauge must not. */
const reserved = /_(total|count|sum|bucket|info|created)$/;

/**
 * A fact that is one number: a number, yes or no, the last reading of a series, the weight of a profile. A name says
 * the same whatever playbook it comes from, so that files of several runs lie beside one another.
 */
export function factMetric({ name, value }: ReportFact): Metric | undefined {
  const reading = readingOf(value);
  if (reading === undefined) return undefined;
  const { amount, suffix, words } = inBaseUnit(reading);
  const plain = `diag_fact_${snakeCase(name)}`;
  const full = suffix === undefined || plain.endsWith(`_${suffix}`) ? plain : `${plain}_${suffix}`;
  return {
    name: reserved.test(full) ? `${full}_value` : full,
    help: `Fact ${name} of the last run, ${words}.`,
    labels: { fact: name },
    value: amount,
  };
}

function readingOf(fact: ReportFact["value"]): Quantity | undefined {
  switch (fact.kind) {
    case "number":
      return fact;
    case "boolean":
      return { value: fact.value ? 1 : 0, unit: "none" };
    case "series": {
      const last = fact.points.at(-1);
      return last === undefined ? undefined : { value: last[1], unit: fact.unit };
    }
    case "profile":
      return { value: fact.total, unit: fact.unit };
    default:
      return undefined;
  }
}

function snakeCase(name: string): string {
  return name
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_");
}
