import { number, percent, series } from "../fact.ts";
import { type CollectionKind, type Collections, type GcPauseFacts, gcPauseFacts, mostOften } from "./gc-pause-facts.ts";
import type { JvmReading } from "./jvm-readings.ts";

/** As HotSpot numbers what it counts: `sun.gc.collector.0`, `sun.gc.generation.1.space.0`. */
const collectors = [0, 1, 2] as const;
const young = 0;
const old = 1;
const spaces = [0, 1, 2] as const;

/** Of releases before 21, whose names of collectors do not say it. */
const full = /full|^(?:MSC|MarkSweepCompact|PSMarkSweep|PSParallelCompact)$/i;
/** They collect beside the program, and have no eden that is emptied at once. */
const concurrent = /^(?:Z|Shenandoah)/;
/** Their generations have no maximum of their own: each may be the whole heap. */
const oneHeap = /^(?:G1|Z|Shenandoah)/;

interface Interval {
  readonly before: JvmReading;
  readonly after: JvmReading;
}

export function jvmFacts(readings: readonly JvmReading[]): GcPauseFacts | undefined {
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined || last.at <= first.at) return undefined;
  const intervals = readings.slice(1).map((after, index) => ({ before: readings[index] as JvmReading, after }));
  const ticks = numberOf(last, "sun.os.hrt.frequency") || 1e9;
  const collections = collectionsOf(intervals, { before: first, after: last }, ticks);
  const fullAt = intervals.filter((interval) =>
    collectors.some((index) => isFull(last, index) && change(interval, `sun.gc.collector.${index}.invocations`) > 0),
  );
  const kept = Math.min(...fullAt.map(({ after }) => usedBy(after, old)));
  const oldMax = numberOf(last, `sun.gc.generation.${old}.maxCapacity`);
  const maxima = [young, old].map((generation) => numberOf(last, `sun.gc.generation.${generation}.maxCapacity`));
  const heapMax = oneHeap.test(nameOf(last, 0)) ? Math.max(...maxima) : maxima.reduce((sum, one) => sum + one, 0);
  const cause = mostOften(fullAt.map(({ after }) => textOf(after, "sun.gc.lastCause")));
  return {
    ...gcPauseFacts(collections),
    ...(cause === undefined ? {} : { cause }),
    ...(Number.isFinite(kept) && oldMax > 0
      ? { kept: number(kept, "bytes"), keptShare: percent((100 * kept) / oldMax) }
      : {}),
    ...(heapMax > 0 ? { heapMax: number(heapMax, "bytes") } : {}),
    heap: series(
      readings.map((reading) => [reading.at, usedBy(reading, young) + usedBy(reading, old)]),
      "bytes",
    ),
    ...(concurrent.test(nameOf(last, 0))
      ? {}
      : {
          allocation: number(
            intervals.reduce((sum, interval) => sum + allocated(interval), 0) / (last.at - first.at),
            "bytes-per-second",
          ),
        }),
  };
}

function collectionsOf(intervals: readonly Interval[], window: Interval, ticks: number): Collections {
  const stops: [number, number][] = [];
  let longestSeconds = 0;
  for (const interval of intervals) {
    for (const index of collectors) {
      const prefix = `sun.gc.collector.${index}`;
      const seconds = change(interval, `${prefix}.time`) / ticks;
      const count = change(interval, `${prefix}.invocations`);
      if (seconds > 0) stops.push([interval.after.at, seconds]);
      if (count === 0) continue;
      const { after } = interval;
      const latest = (numberOf(after, `${prefix}.lastExitTime`) - numberOf(after, `${prefix}.lastEntryTime`)) / ticks;
      longestSeconds = Math.max(longestSeconds, seconds / count, Math.min(latest, seconds));
    }
  }
  const kinds = collectors.map((index): CollectionKind => {
    const prefix = `sun.gc.collector.${index}`;
    return {
      name: nameOf(window.after, index),
      count: change(window, `${prefix}.invocations`),
      seconds: change(window, `${prefix}.time`) / ticks,
      isFull: isFull(window.after, index),
    };
  });
  return { watched: window.after.at - window.before.at, kinds, longestSeconds, stops };
}

/**
 * How much fuller eden is; where young collections emptied it, what it took until then, as often as that. How full it was when a full
 * collection emptied it is not known: at least what is in it now.
 */
function allocated(interval: Interval): number {
  const eden = `sun.gc.generation.${young}.space.0`;
  const [before, after] = [numberOf(interval.before, `${eden}.used`), numberOf(interval.after, `${eden}.used`)];
  const times = change(interval, "sun.gc.collector.0.invocations");
  if (times === 0) return after < before ? after : after - before;
  const capacity = numberOf(interval.before, `${eden}.capacity`);
  return Math.max(0, capacity - before) + (times - 1) * capacity + after;
}

function usedBy(reading: JvmReading, generation: number): number {
  return spaces.reduce<number>(
    (sum, space) => sum + numberOf(reading, `sun.gc.generation.${generation}.space.${space}.used`),
    0,
  );
}

function isFull(reading: JvmReading, index: number): boolean {
  return full.test(nameOf(reading, index));
}

function nameOf(reading: JvmReading, index: number): string {
  return textOf(reading, `sun.gc.collector.${index}.name`);
}

/** A counter of a JVM that was there before. */
function change({ before, after }: Interval, name: string): number {
  return Math.max(0, numberOf(after, name) - numberOf(before, name));
}

function numberOf({ counters }: JvmReading, name: string): number {
  const value = counters.get(name);
  return typeof value === "number" ? value : 0;
}

function textOf({ counters }: JvmReading, name: string): string {
  const value = counters.get(name);
  return typeof value === "string" ? value : "";
}
