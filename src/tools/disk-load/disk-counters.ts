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
  /** Since Linux 5.5. */
  readonly flushes: number;
  readonly flushMs: number;
}

const sectorBytes = 512;

/** By name. */
export function diskCounters(text: string | undefined): ReadonlyMap<string, DiskCounters> {
  const found = new Map<string, DiskCounters>();
  for (const [, name, counts] of diskLines(text)) {
    const count = (index: number) => counts[index] ?? 0;
    found.set(name, {
      ...{ reads: count(0), readBytes: count(2) * sectorBytes, readMs: count(3) },
      ...{ writes: count(4), writtenBytes: count(6) * sectorBytes, writeMs: count(7) },
      ...{ busyMs: count(9), weightedMs: count(10), flushes: count(15), flushMs: count(16) },
    });
  }
  return found;
}

/** Device number (`254:0`) → name. */
export function diskNames(text: string | undefined): ReadonlyMap<string, string> {
  return new Map([...diskLines(text)].map(([number, name]) => [number, name]));
}

function* diskLines(text: string | undefined): Generator<readonly [number: string, name: string, counts: number[]]> {
  for (const line of (text ?? "").split("\n")) {
    const [, major, minor, name, counts] = /^ *(\d{1,7}) +(\d{1,7}) (\S{1,64}) ([\d ]{1,400})$/.exec(line) ?? [];
    if (name !== undefined) yield [`${major}:${minor}`, name, (counts ?? "").split(" ").map(Number)];
  }
}
