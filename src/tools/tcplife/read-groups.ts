import type { HistogramFact } from "../../documents/facts.generated.ts";
import { textLines } from "../text-lines.ts";
import type { ConnectionGroup } from "./connection-groups.ts";

/** The last line of the raw output. */
export interface ConnectionsSummary {
  readonly kind: "summary";
  readonly seconds: number;
  /** Events that were lost between the kernel and the tracer. */
  readonly lost: number;
}

/** NDJSON of `diag helper connections`; what is no line of it is left out. */
export function readGroups(bytes: Uint8Array): {
  readonly groups: readonly ConnectionGroup[];
  readonly summary?: ConnectionsSummary;
} {
  const groups: ConnectionGroup[] = [];
  let summary: ConnectionsSummary | undefined;
  for (const line of textLines(bytes)) {
    const value = parse(line);
    if (isGroup(value)) groups.push(value);
    else if (isSummary(value)) summary = value;
  }
  return { groups, ...(summary === undefined ? {} : { summary }) };
}

export function bucketsOf(groups: readonly ConnectionGroup[]): HistogramFact["buckets"] {
  const counts = new Map<number, number>();
  for (const { buckets } of groups)
    for (const [power, count] of Object.entries(buckets))
      counts.set(Number(power), (counts.get(Number(power)) ?? 0) + count);
  return [...counts].map(([power, count]) => ({
    low: power === 0 ? 0 : 2 ** power,
    high: 2 ** (power + 1) - 1,
    count,
  }));
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const numbers = ["pid", "count", "failed", "total", "longest", "marked", "sentKiB", "receivedKiB"] as const;

function isGroup(value: unknown): value is ConnectionGroup {
  return (
    isFields(value) &&
    value["kind"] === "group" &&
    typeof value["peer"] === "string" &&
    typeof value["process"] === "string" &&
    typeof value["outgoing"] === "boolean" &&
    numbers.every((name) => isNumber(value[name])) &&
    isFields(value["buckets"]) &&
    Object.entries(value["buckets"]).every(([power, count]) => /^\d{1,2}$/.test(power) && isNumber(count))
  );
}

function isSummary(value: unknown): value is ConnectionsSummary {
  return isFields(value) && value["kind"] === "summary" && isNumber(value["seconds"]) && isNumber(value["lost"]);
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
