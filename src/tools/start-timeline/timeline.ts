import { type Attempt, type Tried, triedOf } from "./attempts.ts";
import { BucketSums } from "./bucket-sums.ts";
import type { Start } from "./choose-start.ts";
import { bucketMs } from "./start-script.ts";
import type { Interval, Way } from "./trace.ts";

/** What a moment of a start is put down to, the first that holds: a program that works does not wait, whatever its other threads do. */
export const ways = ["cpu", "queue", "disk", "dns", "connect", "sleep", "other"] as const;
export type Share = (typeof ways)[number];

export interface Bucket extends Interval {
  readonly shares: Readonly<Record<Share, number>>;
  readonly files: number;
}

export interface Timeline {
  readonly buckets: readonly Bucket[];
  readonly peers: readonly Tried[];
  readonly names: readonly Tried[];
}

export const bucketSeconds = bucketMs / 1000;

export function timelineOf({ tree, from, until }: Start): Timeline {
  const within = <T extends Interval>(list: readonly T[]): T[] =>
    list.filter((one) => one.from <= until).map((one) => ({ ...one, to: Math.min(one.to, until) }));
  const peers = triedOf(
    within(tree.dials).map((one): Attempt => {
      // The other address of a name is another way to the same.
      return { ...one, key: one.peer, group: one.peer.slice(one.peer.lastIndexOf(":")), failed: !one.reached };
    }),
  );
  const names = triedOf(within(tree.lookups).map((one): Attempt => ({ ...one, key: one.name, group: one.name })));
  const count = Math.ceil(until / bucketSeconds) + 1;
  const sums = new Map<Way, BucketSums>();
  const of = (way: Way) => {
    const known = sums.get(way) ?? new BucketSums(count, bucketSeconds);
    sums.set(way, known);
    return known;
  };
  for (const { way, bucket, seconds } of tree.sums) of(way).add(bucket, seconds);
  for (const one of tree.intervals) of(one.way).addStretch(one.from, one.to);
  for (const one of tree.waits) if (one.sleeps) of("sleep").addStretch(one.from, one.to);
  for (const one of [...tree.dials, ...peers]) of("connect").addStretch(one.from, one.to);
  for (const one of [...tree.lookups, ...names]) of("dns").addStretch(one.from, one.to);
  const values = new Map([...sums].map(([way, one]) => [way, one.values()]));
  const first = Math.floor(from / bucketSeconds);
  const buckets = Array.from({ length: Math.max(0, count - 1 - first) }, (_, index): Bucket => {
    const bucket = first + index;
    const stretch = { from: Math.max(from, bucket * bucketSeconds), to: Math.min(until, (bucket + 1) * bucketSeconds) };
    const length = Math.max(0, stretch.to - stretch.from);
    let rest = length;
    const shares = Object.fromEntries(
      ways.map((way) => {
        const taken = way === "other" ? rest : Math.min(rest, values.get(way)?.[bucket] ?? 0);
        rest -= taken;
        return [way, taken];
      }),
    ) as Record<Share, number>;
    return { ...stretch, shares, files: Math.min(length, values.get("files")?.[bucket] ?? 0) };
  });
  return { buckets, peers, names };
}

/** Seconds of the whole start. */
export function total(buckets: readonly Bucket[], of: (bucket: Bucket) => number): number {
  return buckets.reduce((sum, bucket) => sum + of(bucket), 0);
}
