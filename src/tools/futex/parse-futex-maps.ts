import { parseLog2Histogram } from "../histogram/log2-histogram.ts";
import type { FutexKind } from "../off-cpu/wait-reason.ts";
import { withCaller } from "../off-cpu/wait-site.ts";
import { bpftraceMaps, type MapEntry } from "../stacks/bpftrace-maps.ts";
import { callerNames } from "../stacks/caller-names.ts";
import type { FutexAddress, FutexCalls, FutexOwner, FutexTimes, FutexWait, FutexWake } from "./futex-wait.ts";

const kinds: readonly FutexKind[] = ["unknown", "mutex", "condition", "rwlock"];

/** What one thread waits for as the window ends. */
type OpenWait = Partial<Record<"begin" | "lock" | "how" | "caller" | "process", number>> & {
  comm?: string;
  user?: readonly string[];
};

/** What is summed by place: `@total[how, pid, address, comm, caller, stack]` and its like, of wakes without `how`. */
interface Place {
  readonly keys: string;
  readonly user: readonly string[];
  readonly sums: Record<string, number>;
}

/** What `futexScript` prints; undefined where its end, which tells how long it watched, is missing. */
export function parseFutexMaps(bytes: Uint8Array): (FutexCalls & { readonly seen: number }) | undefined {
  const entries = new Map<string, MapEntry[]>();
  let header: { watched: number; now: number; seen: number } | undefined;
  for (const item of bpftraceMaps(bytes)) {
    if (typeof item !== "string") {
      const list = entries.get(item.map);
      if (list === undefined) entries.set(item.map, [item]);
      else list.push(item);
      continue;
    }
    const [, watched, now, seen] = /^watched (\d{1,19}) now (\d{1,19}) seen (\d{1,12})$/.exec(item) ?? [];
    if (watched !== undefined) header = { watched: Number(watched), now: Number(now), seen: Number(seen) };
  }
  if (header === undefined || header.watched === 0) return undefined;
  const of = (map: string) => entries.get(map) ?? [];
  const names = callerNames(of("name"));
  const places = (...maps: readonly string[]) => summed(maps.flatMap(of));
  return {
    waits: [
      ...places("total", "count", "longest").flatMap((place) => waitOf(place, names)),
      ...openWaits(of, header.now, header.watched, names),
    ],
    wakes: places("woken", "wakes", "most", "held", "releases").flatMap((place) => wakeOf(place, names)),
    owners: ownersOf(of("met"), of("thread")),
    times: of("times").flatMap(timesOf),
    vain: of("vain").flatMap(({ keys, value }) => {
      const [, pid, address] = /^(\d{1,10}), (\d{1,16})$/.exec(keys) ?? [];
      return address === undefined ? [] : [{ lock: lockOf(pid, address), count: whole(value) }];
    }),
    seconds: header.watched / 1e9,
    seen: header.seen,
  };
}

/** bpftrace prints one stack several times: once for each thread. */
function summed(entries: readonly MapEntry[]): Place[] {
  const places = new Map<string, Place>();
  for (const { map, keys, user, value } of entries) {
    const id = JSON.stringify([keys, user]);
    const place = places.get(id) ?? { keys, user, sums: {} };
    const number = whole(value);
    const before = place.sums[map] ?? 0;
    place.sums[map] = map === "longest" || map === "most" ? Math.max(before, number) : before + number;
    places.set(id, place);
  }
  return [...places.values()];
}

function waitOf({ keys, user, sums }: Place, names: ReadonlyMap<string, string>): FutexWait[] {
  const [, how, pid, address, thread, caller] =
    /^(\d{1,2}), (\d{1,10}), (\d{1,16}), (.{1,64}), (\d{1,19})$/.exec(keys) ?? [];
  const { total = 0, count = 1, longest = 0 } = sums;
  if (how === undefined || thread === undefined || total <= 0) return [];
  const place = { lock: lockOf(pid, address), thread, user: withCaller(user, names.get(caller ?? "")) };
  return [{ ...place, ...readHow(Number(how)), us: total, count, longestUs: longest }];
}

function wakeOf({ keys, user, sums }: Place, names: ReadonlyMap<string, string>): FutexWake[] {
  const [, pid, address, thread, caller] = /^(\d{1,10}), (\d{1,16}), (.{1,64}), (\d{1,19})$/.exec(keys) ?? [];
  if (thread === undefined) return [];
  const { wakes = 0, woken = 0, most = 0, held = 0, releases = 0 } = sums;
  const place = { lock: lockOf(pid, address), thread, user: withCaller(user, names.get(caller ?? "")) };
  return [{ ...place, wakes, woken, most, heldUs: held, releases }];
}

function openWaits(
  of: (map: string) => readonly MapEntry[],
  now: number,
  watched: number,
  names: ReadonlyMap<string, string>,
): FutexWait[] {
  const open = new Map<string, OpenWait>();
  for (const map of ["begin", "lock", "how", "caller", "process"] as const)
    for (const { keys, value } of of(map)) open.set(keys, { ...open.get(keys), [map]: whole(value) });
  for (const { keys, value } of of("comm")) open.set(keys, { ...open.get(keys), comm: value });
  for (const { keys, user } of of("user")) open.set(keys, { ...open.get(keys), user });
  return [...open.values()].flatMap(({ begin = 0, lock, how, caller, process, comm, user = [] }) => {
    if (begin <= 0 || now <= begin || lock === undefined || how === undefined || process === undefined) return [];
    const us = Math.min(now - begin, watched) / 1e3;
    const place = {
      lock: { pid: process, address: lock },
      thread: comm ?? "",
      user: withCaller(user, names.get(`${caller}`)),
    };
    return [{ ...place, ...readHow(how), us, count: 1, longestUs: us }];
  });
}

/** Ids in memory are those of the innermost namespace. What no thread of the process has is not the owner: the lock is of another make. */
function ownersOf(met: readonly MapEntry[], threads: readonly MapEntry[]): FutexOwner[] {
  const known = new Map<string, { thread: string; tid: number }>();
  for (const { keys, value } of threads) {
    const [, id, thread] = /^(\d{1,10}, \d{1,10}), (.{1,64})$/.exec(keys) ?? [];
    if (id !== undefined && thread !== undefined) known.set(id, { thread, tid: whole(value) });
  }
  return met.flatMap(({ keys, value }) => {
    const [, pid, address, id] = /^(\d{1,10}), (\d{1,16}), (\d{1,10})$/.exec(keys) ?? [];
    const owner = known.get(`${pid}, ${id}`);
    return owner === undefined ? [] : [{ lock: lockOf(pid, address), ...owner, count: whole(value) }];
  });
}

function timesOf({ keys, histogram }: MapEntry): FutexTimes[] {
  const [, how, pid, address] = /^(\d{1,2}), (\d{1,10}), (\d{1,16})$/.exec(keys) ?? [];
  if (how === undefined) return [];
  const { kind, short } = readHow(Number(how));
  return [{ lock: lockOf(pid, address), kind, short, buckets: parseLog2Histogram(Buffer.from(histogram.join("\n"))) }];
}

function readHow(how: number): Pick<FutexWait, "kind" | "shared" | "short"> {
  return { kind: kinds[how >> 2] ?? "unknown", short: (how & 2) !== 0, shared: (how & 1) !== 0 };
}

function lockOf(pid = "0", address = "0"): FutexAddress {
  return { pid: Number(pid), address: Number(address) };
}

function whole(text: string): number {
  return /^\d{1,19}$/.test(text) ? Number(text) : 0;
}
