import { withCaller } from "../off-cpu/wait-site.ts";
import { bpftraceMaps, type MapEntry } from "../stacks/bpftrace-maps.ts";
import { callerNames } from "../stacks/caller-names.ts";
import { callNames } from "./call-names.ts";
import { isLibraryCall } from "./call-site.ts";
import { errorName } from "./error-names.ts";
import type { CallStack, CallSums, ClockReads, FileKind, MissingPath, TracedCalls, Transfer } from "./traced-calls.ts";

/** What `callsScript` prints; undefined where its end, which tells how long it watched, is missing. */
export function parseCallsMaps(bytes: Uint8Array): TracedCalls | undefined {
  const entries = new Map<string, MapEntry[]>();
  let arch = "";
  let header: { ns: number; seen: number } | undefined;
  for (const item of bpftraceMaps(bytes)) {
    if (typeof item !== "string") {
      const list = entries.get(item.map);
      if (list === undefined) entries.set(item.map, [item]);
      else list.push(item);
      continue;
    }
    arch ||= /^arch (\w{1,16})$/.exec(item)?.[1] ?? "";
    const [, ns, seen] = /^watched (\d{1,19}) seen (\d{1,12})$/.exec(item) ?? [];
    if (ns !== undefined) header = { ns: Number(ns), seen: Number(seen) };
  }
  if (header === undefined || header.ns === 0) return undefined;
  const of = (map: string) => entries.get(map) ?? [];
  const known = callNames(arch);
  const named = (number: string) => known.get(Number(number)) ?? `call ${number}`;
  const callers = callerNames(of("name"));
  return {
    seconds: header.ns / 1e9,
    seen: header.seen,
    sums: sumsOf(of, named),
    stacks: [...of("site"), ...of("leaf")].flatMap((entry) => stackOf(entry, named, callers)),
    transfers: transfersOf(of, named),
    missing: of("missing").flatMap((entry) => missingOf(entry, named)),
    clocks: of("clock").flatMap(clockOf),
    moved: new Map(of("moved").map(({ keys, value }) => [named(keys), whole(value)])),
  };
}

type Named = (number: string) => string;
type Of = (map: string) => readonly MapEntry[];

/** Maps with the same keys, as one record for each key. */
function joined(of: Of, maps: readonly string[]): Map<string, Record<string, number>> {
  const rows = new Map<string, Record<string, number>>();
  for (const map of maps)
    for (const { keys, value } of of(map)) rows.set(keys, { ...rows.get(keys), [map]: whole(value) });
  return rows;
}

function sumsOf(of: Of, named: Named): CallSums[] {
  return [...joined(of, ["calls", "time", "quick", "busy", "empty"])].flatMap(([keys, row]) => {
    const [, number, error] = /^(\d{1,4}), (\d{1,4})$/.exec(keys) ?? [];
    const { calls = 0, time = 0, quick = 0, busy = 0, empty = 0 } = row;
    if (number === undefined || calls === 0) return [];
    const place = { call: named(number), error: errorName(Number(error)) };
    return [{ ...place, count: calls, us: time / 1e3, quick, quickUs: busy / 1e3, empty }];
  });
}

function stackOf({ keys, user, value }: MapEntry, named: Named, callers: ReadonlyMap<string, string>): CallStack[] {
  const [, number, error, thread, caller] = /^(\d{1,4}), (\d{1,4}), (.{1,64}), (\d{1,20})$/.exec(keys) ?? [];
  if (number === undefined || thread === undefined || whole(value) === 0) return [];
  const place = { call: named(number), error: errorName(Number(error)), thread };
  return [{ ...place, user: withCaller(user, callers.get(caller ?? ""), isLibraryCall), count: whole(value) }];
}

function transfersOf(of: Of, named: Named): Transfer[] {
  return [...joined(of, ["reads", "asked", "got"])].flatMap(([keys, { reads = 0, asked = 0, got = 0 }]) => {
    const [, number, mode, file = ""] = /^(\d{1,4}), (\d{1,5})(?:, (.*))?$/.exec(keys) ?? [];
    if (number === undefined || reads === 0) return [];
    return [{ call: named(number), kind: kindOf(Number(mode), file), file, count: reads, asked, moved: got }];
  });
}

/** S_IFMT of include/uapi/linux/stat.h, without its 12 low bits. Names of anonymous inodes stand in brackets (fs/anon_inodes.c). */
function kindOf(mode: number, file: string): FileKind {
  if (/^\[\w+\]$/.test(file)) return "event";
  if (mode === 1) return "pipe";
  if (mode === 2 || mode === 6) return "device";
  if (mode === 8) return "file";
  return mode === 12 ? "socket" : "other";
}

function missingOf({ keys, value }: MapEntry, named: Named): MissingPath[] {
  const [, number, error, path] = /^(\d{1,4}), (\d{1,4}), (.{1,256})$/.exec(keys) ?? [];
  if (number === undefined || path === undefined) return [];
  return [{ call: named(number), error: errorName(Number(error)), path, count: whole(value) }];
}

/** include/uapi/linux/time.h. What is beyond is made of a process id or of a device. */
const clocks = [
  "CLOCK_REALTIME",
  "CLOCK_MONOTONIC",
  "CLOCK_PROCESS_CPUTIME_ID",
  "CLOCK_THREAD_CPUTIME_ID",
  "CLOCK_MONOTONIC_RAW",
  "CLOCK_REALTIME_COARSE",
  "CLOCK_MONOTONIC_COARSE",
  "CLOCK_BOOTTIME",
] as const;

function clockOf({ keys, value }: MapEntry): ClockReads[] {
  return whole(value) === 0 ? [] : [{ clock: clocks[Number(keys)] ?? "another", count: whole(value) }];
}

function whole(text: string): number {
  return /^\d{1,19}$/.test(text) ? Number(text) : 0;
}
