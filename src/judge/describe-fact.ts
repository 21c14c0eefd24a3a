import type { Fact } from "../documents/facts.generated.ts";
import { formatNumber, formatQuantity } from "../documents/format-quantity.ts";

/** A fact in a few words, with its unit. */
export function describeFact(fact: Fact): string {
  switch (fact.kind) {
    case "number":
      return formatQuantity(fact.value, fact.unit);
    case "string":
      return fact.value;
    case "boolean":
      return fact.value ? "yes" : "no";
    case "series": {
      const [first, last] = [fact.points[0], fact.points.at(-1)];
      if (first === undefined || last === undefined) return "no points";
      return `${formatQuantity(first[1], fact.unit)} → ${formatQuantity(last[1], fact.unit)}`;
    }
    case "histogram":
      return plural(
        fact.buckets.reduce((sum, { count }) => sum + count, 0),
        "value",
      );
    case "histogram-series":
      return plural(fact.intervals.length, "interval");
    case "profile":
      return `${formatQuantity(fact.total, fact.unit)} in ${plural(fact.stacks, "stack")}`;
    case "table":
      return plural(fact.rows.length, "row");
  }
}

function plural(count: number, word: string): string {
  return `${formatNumber(count)} ${word}${count === 1 ? "" : "s"}`;
}
