import { type Fields, fieldsOf } from "../json-line.ts";
import { textLines } from "../text-lines.ts";

/** The counters of a JVM at one time; those that have not changed are those of the reading before. */
export interface JvmReading {
  readonly at: number;
  readonly counters: ReadonlyMap<string, number | string>;
}

const mostReadings = 3_000;
const mostCounters = 200;

/** Lines of the helper `jvm-counters`, in order of time. */
export function jvmReadings(bytes: Uint8Array): JvmReading[] {
  const readings: JvmReading[] = [];
  let known = new Map<string, number | string>();
  for (const line of textLines(bytes)) {
    const value = fieldsOf(line);
    const { at, counters } = value ?? {};
    if (typeof at !== "number" || !Number.isFinite(at) || typeof counters !== "object" || counters === null) continue;
    if (at < (readings.at(-1)?.at ?? 0) || readings.length === mostReadings) continue;
    const entries = Object.entries(counters as Fields).slice(0, mostCounters);
    const changed = entries.filter((entry): entry is [string, number | string] => isCounter(entry[1]));
    if (changed.length > 0) known = new Map([...known, ...changed].slice(0, mostCounters));
    readings.push({ at, counters: known });
  }
  return readings;
}

function isCounter(value: unknown): value is number | string {
  return typeof value === "string" || (typeof value === "number" && Number.isFinite(value));
}
