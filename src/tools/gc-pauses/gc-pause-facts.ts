import { number, percent, series, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";

export const gcPauseDeclarations = {
  watched: { kind: "number", unit: "seconds", description: "How long it watched." },
  count: { kind: "number", unit: "count", description: "Collections, or pauses of a concurrent one, that ended." },
  stopped: {
    kind: "number",
    unit: "percent",
    description:
      "Share of the time in which the program stood still for the collector: all threads of a JVM, who holds the interpreter lock of Python.",
  },
  stoppedOverTime: { kind: "series", unit: "percent", description: "The same of each second." },
  mean: { kind: "number", unit: "milliseconds", optional: true, description: "Mean pause. Absent without a pause." },
  longest: {
    kind: "number",
    unit: "milliseconds",
    optional: true,
    description: "Longest pause; of several between two readings their mean, or the last one. Absent without a pause.",
  },
  full: {
    kind: "number",
    unit: "count",
    description: "Collections of all generations (JVM: full collections; Python: of the oldest generation).",
  },
  kinds: {
    kind: "table",
    description: "The kinds of collections.",
    columns: {
      kind: { kind: "string", description: "As the runtime calls it." },
      count: { kind: "number", unit: "count", description: "How many ended." },
      each: { kind: "number", unit: "milliseconds", description: "Mean pause." },
      stopped: { kind: "number", unit: "percent", description: "Share of the time." },
    },
  },
  found: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "Objects that its collections found to be garbage. Python only: reference counts free the others.",
  },
  cause: {
    kind: "string",
    optional: true,
    description:
      "Why most of the full collections were made, as a JVM calls it (sun.gc.lastCause). Absent without one.",
  },
  kept: {
    kind: "number",
    unit: "bytes",
    optional: true,
    description:
      "Least that the old generation held after a full collection: what is alive. JVM only; absent without one.",
  },
  keptShare: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Of what the old generation may hold.",
  },
  heapMax: { kind: "number", unit: "bytes", optional: true, description: "What the heap may hold (-Xmx). JVM only." },
  heap: { kind: "series", unit: "bytes", optional: true, description: "Heap in use. JVM only." },
  allocation: {
    kind: "number",
    unit: "bytes-per-second",
    optional: true,
    description:
      "What is allocated, by how full eden is at readings and that it is emptied in between. JVM only; at least so much where it makes full collections; absent of ZGC and Shenandoah.",
  },
} as const satisfies Record<string, FactDeclaration>;

export type GcPauseFacts = Partial<Record<keyof typeof gcPauseDeclarations, ParsedFact>>;

/** Collections of one kind that ended in the window. */
export interface CollectionKind {
  readonly name: string;
  readonly count: number;
  readonly seconds: number;
  readonly isFull: boolean;
}

export interface Collections {
  readonly watched: number;
  readonly kinds: readonly CollectionKind[];
  readonly longestSeconds: number;
  /** Seconds stopped in each interval that ends at a time. */
  readonly stops: readonly (readonly [at: number, seconds: number])[];
}

/** What the collections of every runtime have in common. */
export function gcPauseFacts({ watched, kinds, longestSeconds, stops }: Collections): GcPauseFacts {
  const count = kinds.reduce((sum, kind) => sum + kind.count, 0);
  const seconds = kinds.reduce((sum, kind) => sum + kind.seconds, 0);
  const share = (part: number) => Math.min(100, (100 * part) / watched);
  return {
    watched: number(watched, "seconds"),
    count: number(count, "count"),
    stopped: percent(share(seconds)),
    stoppedOverTime: series(bySecond(stops, watched), "percent"),
    full: number(
      kinds.reduce((sum, kind) => sum + (kind.isFull ? kind.count : 0), 0),
      "count",
    ),
    kinds: table(
      gcPauseDeclarations.kinds,
      kinds
        .filter((kind) => kind.count > 0)
        .toSorted((a, b) => b.seconds - a.seconds)
        .map((kind) => [kind.name, kind.count, (1000 * kind.seconds) / kind.count, share(kind.seconds)]),
    ),
    ...(count === 0
      ? {}
      : {
          mean: number((1000 * seconds) / count, "milliseconds"),
          longest: number(1000 * Math.max(longestSeconds, seconds / count), "milliseconds"),
        }),
  };
}

const mostSeconds = 3_600;

/** A pause that goes over the end of a second counts for the one in which it ends. */
function bySecond(stops: Collections["stops"], watched: number): [number, number][] {
  const shares = Array.from({ length: Math.min(mostSeconds, Math.max(1, Math.floor(watched))) }, () => 0);
  for (const [at, seconds] of stops) {
    const second = Math.min(shares.length - 1, Math.max(0, Math.ceil(at) - 1));
    shares[second] = (shares[second] ?? 0) + 100 * seconds;
  }
  return shares.map((share, second) => [second, Math.min(100, share)]);
}

/** The text that stands there most often. */
export function mostOften(texts: readonly string[]): ParsedFact | undefined {
  const [most] = [...Map.groupBy(texts, (text) => text)].toSorted(([, a], [, b]) => b.length - a.length);
  return most && string(most[0]);
}
