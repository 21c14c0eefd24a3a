import { listOf, numberOf, part, textOf, timeOf } from "./json.ts";

/** As many are shown; the count of warnings is of all. */
const maxEvents = 50;

export interface PodEvent {
  /** Pod or Node. */
  readonly about: string;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  /** How often it happened. */
  readonly count: number;
  /** Since it happened last. */
  readonly ageSeconds: number;
}

/** The newest first. Warnings are counted of the pod: a node has some that concern nobody. */
export function readEvents(snapshot: unknown, now: number): { readonly events: PodEvent[]; readonly warnings: number } {
  const events = listOf(part(snapshot, "events"))
    .map((event) => readEvent(event, now))
    .toSorted((a, b) => a.ageSeconds - b.ageSeconds);
  const warnings = events
    .filter(({ about, type }) => about === "Pod" && type === "Warning")
    .reduce((sum, { count }) => sum + count, 0);
  return { events: events.slice(0, maxEvents), warnings };
}

function readEvent(event: unknown, now: number): PodEvent {
  const at = eventTime(event) ?? now;
  return {
    about: textOf(part(event, "involvedObject", "kind")) ?? "",
    type: textOf(part(event, "type")) ?? "Normal",
    reason: textOf(part(event, "reason")) ?? "",
    message: textOf(part(event, "message")) ?? "",
    count: Math.max(1, numberOf(part(event, "series", "count")) ?? numberOf(part(event, "count")) ?? 1),
    ageSeconds: Math.max(0, Math.round((now - at) / 1000)),
  };
}

/** Old and new ways of telling when something happened last (core/v1 Event; events.k8s.io/v1 keeps a series). */
function eventTime(event: unknown): number | undefined {
  const paths = [["series", "lastObservedTime"], ["lastTimestamp"], ["eventTime"], ["firstTimestamp"]];
  return (
    paths.map((path) => timeOf(part(event, ...path))).find((time) => time !== undefined) ??
    timeOf(part(event, "metadata", "creationTimestamp"))
  );
}
