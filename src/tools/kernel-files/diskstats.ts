/** One line of /proc/diskstats (Documentation/admin-guide/iostats.rst): counts since boot, times in milliseconds. */
export interface DiskCounters {
  readonly reads: number;
  readonly readBytes: number;
  readonly readMs: number;
  readonly writes: number;
  readonly writtenBytes: number;
  readonly writeMs: number;
  /** Time in which something was in flight. */
  readonly busyMs: number;
  /** Requests in flight, added up over the milliseconds. */
  readonly weightedMs: number;
  /** Since Linux 4.18. */
  readonly discards: number;
  readonly discardMs: number;
  /** Since Linux 5.5. */
  readonly flushes: number;
  readonly flushMs: number;
}

/** Sectors there are of 512 bytes, whatever the disk's are. */
const sectorBytes = 512;
/** Longer files are no kernel's. */
const mostText = 1_000_000;

/** By name. */
export function diskCounters(text: string | undefined): ReadonlyMap<string, DiskCounters> {
  const found = new Map<string, DiskCounters>();
  for (const [, name, counts] of diskLines(text)) {
    const count = (index: number) => counts[index] ?? 0;
    found.set(name, {
      ...{ reads: count(0), readBytes: count(2) * sectorBytes, readMs: count(3) },
      ...{ writes: count(4), writtenBytes: count(6) * sectorBytes, writeMs: count(7) },
      ...{ busyMs: count(9), weightedMs: count(10) },
      ...{ discards: count(11), discardMs: count(14), flushes: count(15), flushMs: count(16) },
    });
  }
  return found;
}

/** Device number (`254:0`) → name. */
export function diskNames(text: string | undefined): ReadonlyMap<string, string> {
  return new Map([...diskLines(text)].map(([number, name]) => [number, name]));
}

/** Times are of 32 bits, and start again at 0 after 50 days of them (block/genhd.c, diskstats_show). */
const timeRange = 2 ** 32;

/** What was counted between two readings; undefined where there are none, or another device has the name now. */
export function diskChange(first?: DiskCounters, last?: DiskCounters): DiskCounters | undefined {
  if (first === undefined || last === undefined) return undefined;
  const grown = (name: keyof DiskCounters): number => {
    const change = last[name] - first[name];
    return change < 0 && name.endsWith("Ms") ? change + timeRange : change;
  };
  const names = Object.keys(last) as (keyof DiskCounters)[];
  const change = Object.fromEntries(names.map((name) => [name, grown(name)])) as unknown as DiskCounters;
  return names.some((name) => change[name] < 0) ? undefined : change;
}

/** `major minor name` and 11 fields, 15 with discards, 17 with flushes. */
function* diskLines(text = ""): Generator<readonly [number: string, name: string, counts: number[]]> {
  for (const line of text.slice(0, mostText).split("\n")) {
    const [, major, minor, name, counts] = /^ *(\d{1,7}) +(\d{1,7}) (\S{1,64}) ([\d ]{21,400})$/.exec(line) ?? [];
    if (name !== undefined) yield [`${major}:${minor}`, name, (counts ?? "").trim().split(/ +/).map(Number)];
  }
}
