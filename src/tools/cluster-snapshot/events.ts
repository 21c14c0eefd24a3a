import type { FactDeclaration } from "../fact-declaration.ts";
import { listOf, numberOf, part, textOf, timeOf } from "./json.ts";

/** What a kubelet says of its node whenever it starts: Normal, and no news. */
const routine = new Set([
  "Starting",
  "RegisteredNode",
  "NodeReady",
  "NodeAllocatableEnforced",
  "NodeHasSufficientMemory",
  "NodeHasNoDiskPressure",
  "NodeHasSufficientPID",
]);

/** As many are shown; the count of warnings is of all. */
const maxEvents = 50;

const text = { kind: "string" } as const;

/** The fact that shows events. */
export function eventsDeclaration(whose: string) {
  return {
    kind: "table",
    optional: true,
    description: `${whose}, the newest first, ${maxEvents} at most, without what a kubelet says at each start. A cluster keeps them for an hour.`,
    columns: {
      type: { ...text, description: "Normal or Warning." },
      reason: { ...text, description: "In one word: BackOff, Unhealthy, Evicted, SystemOOM…" },
      message: { ...text, description: "In words." },
      count: { kind: "number", unit: "count", description: "How often it happened." },
      ageSeconds: { kind: "number", unit: "seconds", description: "Since it happened last." },
      about: { ...text, description: "Pod or Node." },
    },
  } as const satisfies FactDeclaration;
}

/** As `eventsDeclaration` orders its columns. */
export function eventRow({ type, reason, message, count, ageSeconds, about }: ClusterEvent): (string | number)[] {
  return [type, reason, message, count, ageSeconds, about];
}

export interface ClusterEvent {
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

/** The newest first, each once. Warnings are counted of the pod: a node has some that concern nobody. */
export function readEvents(
  snapshot: unknown,
  now: number,
): { readonly events: ClusterEvent[]; readonly warnings: number } {
  const events = together(listOf(part(snapshot, "events")).map((event) => readEvent(event, now)))
    .filter(({ about, reason }) => about !== "Node" || !routine.has(reason))
    .toSorted((a, b) => a.ageSeconds - b.ageSeconds);
  const warnings = events
    .filter(({ about, type }) => about === "Pod" && type === "Warning")
    .reduce((sum, { count }) => sum + count, 0);
  return { events: events.slice(0, maxEvents), warnings };
}

/** A kubelet says `Starting kubelet.` each time; other agents of the node say Starting as well. */
export function readKubeletStarts(snapshot: unknown, now: number): number {
  return listOf(part(snapshot, "events"))
    .map((event) => readEvent(event, now))
    .filter(
      ({ reason, message, ageSeconds }) => reason === "Starting" && /\bkubelet\b/i.test(message) && ageSeconds <= 3600,
    )
    .reduce((sum, { count }) => sum + count, 0);
}

/** The same again is one event that happened more often. */
function together(events: readonly ClusterEvent[]): ClusterEvent[] {
  const byText = new Map<string, ClusterEvent>();
  for (const event of events) {
    const key = JSON.stringify([event.about, event.type, event.reason, event.message]);
    const known = byText.get(key);
    const ageSeconds = Math.min(event.ageSeconds, known?.ageSeconds ?? event.ageSeconds);
    byText.set(key, { ...event, ageSeconds, count: event.count + (known?.count ?? 0) });
  }
  return [...byText.values()];
}

function readEvent(event: unknown, now: number): ClusterEvent {
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
