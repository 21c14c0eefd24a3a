/** What the kernel counts of one block device since boot (Documentation/admin-guide/iostats.rst). */
export interface DiskCounters {
  readonly reads: number;
  readonly writes: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
  /** Time that reads, writes, discards and flushes took, in all, in milliseconds. */
  readonly waitedMs: number;
  readonly requests: number;
  /** Time in which any request was under way. */
  readonly busyMs: number;
  /** Requests under way, summed over milliseconds. */
  readonly queuedMs: number;
}

/** Sectors of /proc/diskstats are of 512 bytes, whatever the disk's are. */
const sector = 512;

/** /proc/diskstats by device: `major minor name` and 11 fields, 15 since Linux 4.18 (discards), 17 since 5.5 (flushes). */
export function readDiskstats(text: string | undefined): ReadonlyMap<string, DiskCounters> {
  const disks = new Map<string, DiskCounters>();
  for (const line of (text ?? "").slice(0, 1_000_000).split("\n")) {
    const [, name, rest] = /^ *\d{1,6} +\d{1,7} (\S{1,40}) ([\d ]{21,400})$/.exec(line) ?? [];
    if (name === undefined || rest === undefined) continue;
    const fields = rest.trim().split(/ +/).map(Number);
    const field = (index: number) => fields[index] ?? 0;
    disks.set(name, {
      reads: field(0),
      readBytes: sector * field(2),
      writes: field(4),
      writtenBytes: sector * field(6),
      requests: field(0) + field(4) + field(11) + field(15),
      waitedMs: field(3) + field(7) + field(14) + field(16),
      busyMs: field(9),
      queuedMs: field(10),
    });
  }
  return disks;
}

/** A 32-bit field may have wrapped, and a device may be another of the same name: then nothing is known of it. */
export function changeOf(first: DiskCounters, last: DiskCounters): DiskCounters | undefined {
  const names = Object.keys(last) as (keyof DiskCounters)[];
  if (names.some((name) => last[name] < first[name])) return undefined;
  return Object.fromEntries(names.map((name) => [name, last[name] - first[name]])) as unknown as DiskCounters;
}
