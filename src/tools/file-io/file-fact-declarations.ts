import type { FactDeclaration } from "../fact-declaration.ts";

/** Rows of a table. */
export const shown = 50;

const time = "100 is one thread that does nothing else";
const perFile = { kind: "table", optional: true } as const;

export const fileDeclarations = {
  watched: { kind: "number", unit: "seconds", description: "How long it watched." },
  reads: {
    kind: "number",
    unit: "per-second",
    description: "Reads of files. By counters (syscr of /proc/PID/io) those of sockets, pipes and terminals as well.",
  },
  writes: { kind: "number", unit: "per-second", description: "Writes to files; by counters as above (syscw)." },
  readBytes: {
    kind: "number",
    unit: "bytes-per-second",
    description: "What the reads returned; by counters as above (rchar).",
  },
  writtenBytes: {
    kind: "number",
    unit: "bytes-per-second",
    description: "What the writes took; by counters as above (wchar).",
  },
  fetched: {
    kind: "number",
    unit: "bytes-per-second",
    optional: true,
    description:
      "What came from storage because of the reads, what was read ahead included. By counters (read_bytes) what page faults fetched as well. Absent where that is not seen.",
  },
  hits: {
    kind: "number",
    unit: "percent",
    optional: true,
    description:
      "Page-cache hit ratio: share of what was read for which storage was not asked. By counters at most so much. Absent where nothing was read.",
  },
  hitsFrom: {
    kind: "string",
    optional: true,
    description: "How that was found: each call, or counters of the processes.",
  },
  waited: {
    kind: "number",
    unit: "percent-of-core",
    optional: true,
    description: `Time in reads, writes, syncs and opens of files: ${time}. Absent where calls are not timed.`,
  },
  syncs: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description:
      "fsync(2), fdatasync(2), and writes to what is open with O_SYNC or O_DSYNC. Absent where calls are not counted.",
  },
  opens: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description: "Regular files that were opened. Absent where calls are not counted.",
  },
  failedOpens: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description: "Calls to open something that failed. Absent where calls are not counted.",
  },
  failedTime: {
    kind: "number",
    unit: "percent-of-core",
    optional: true,
    description: `Time in them: ${time}. Absent where calls are not timed.`,
  },
  files: {
    ...perFile,
    description: `The files in which most time is spent, ${shown} at most. Absent where calls are not counted.`,
    columns: {
      file: { kind: "string", description: "Last folder and name." },
      process: { kind: "string", description: "Name of the thread (comm) that was seen with it first." },
      pid: { kind: "number", description: "Of its process, as the host numbers it." },
      time: { kind: "number", unit: "percent-of-core", description: `Time in all calls below: ${time}.` },
      reads: { kind: "number", unit: "per-second", description: "Reads." },
      readBytes: { kind: "number", unit: "bytes-per-second", description: "What they returned." },
      readSize: { kind: "number", unit: "bytes", description: "Of one, on average." },
      writes: { kind: "number", unit: "per-second", description: "Writes, synchronous ones included." },
      writtenBytes: { kind: "number", unit: "bytes-per-second", description: "What they took." },
      writeSize: { kind: "number", unit: "bytes", description: "Of one, on average." },
      syncs: { kind: "number", unit: "per-second", description: "fsync, fdatasync and synchronous writes." },
      syncSize: { kind: "number", unit: "bytes", description: "What was written for each, on average." },
      syncEach: { kind: "number", unit: "milliseconds", description: "What one took, on average." },
      syncTime: { kind: "number", unit: "percent-of-core", description: "Time in them." },
      syncCall: { kind: "string", description: "fsync, or O_SYNC where most of them are synchronous writes." },
      opens: { kind: "number", unit: "per-second", description: "How often it was opened." },
      size: { kind: "number", unit: "bytes", description: "Of the file, as it was last read or opened." },
      passes: {
        kind: "number",
        unit: "per-second",
        description: "How often as much as all of it was read; 0 where it was empty.",
      },
      sequential: {
        kind: "number",
        unit: "percent",
        description: "Share of the reads that began at its start, or where the same thread's last one ended.",
      },
      sent: { kind: "number", unit: "bytes-per-second", description: "What sendfile(2) took from it." },
      fetched: { kind: "number", unit: "bytes-per-second", description: "What came from storage for that." },
      hits: {
        kind: "number",
        unit: "percent",
        description: "Share of what was read for which storage was not asked; 100 where nothing was read.",
      },
      missed: { kind: "number", unit: "percent", description: "Share of the reads that storage was asked for." },
      readTime: { kind: "number", unit: "percent-of-core", description: "Time in reads." },
      missTime: {
        kind: "number",
        unit: "percent-of-core",
        description: "Time in reads and sendfiles that storage was asked for.",
      },
      writeTime: { kind: "number", unit: "percent-of-core", description: "Time in writes that are not synchronous." },
      openTime: { kind: "number", unit: "percent-of-core", description: "Time to open it." },
      direct: { kind: "boolean", description: "It was open with O_DIRECT: past the page cache." },
      drops: {
        kind: "number",
        unit: "per-second",
        description: "Calls of posix_fadvise(2) that drop it from the page cache.",
      },
      fileSystem: { kind: "string", description: "Kind of its file system: ext4, overlay, proc…" },
      kernel: {
        kind: "boolean",
        description: "The kernel makes it up as it is read (proc, sysfs, cgroup…): it has to be read again and again.",
      },
    },
  },
  failures: {
    ...perFile,
    description: `Paths that could not be opened, those that took most time first, ${shown} at most. Absent where calls are not counted.`,
    columns: {
      path: { kind: "string", description: "As the program named it." },
      error: { kind: "string", description: "Why: ENOENT, EACCES…" },
      perSecond: { kind: "number", unit: "per-second", description: "How often." },
      time: { kind: "number", unit: "percent-of-core", description: `Time in it: ${time}.` },
    },
  },
  asked: {
    ...perFile,
    description: `Files by calls, ${shown} at most, from counts of what was asked for. Absent where calls are timed, or not counted.`,
    columns: {
      file: { kind: "string", description: "Name without folder: files of one name are one." },
      process: { kind: "string", description: "Name of the thread (comm) that read or wrote it." },
      reads: { kind: "number", unit: "per-second", description: "Reads." },
      readSize: { kind: "number", unit: "bytes", description: "What one asked for, on average, by whole KiB in all." },
      writes: { kind: "number", unit: "per-second", description: "Writes." },
      writeSize: { kind: "number", unit: "bytes", description: "What one wrote, on average, by whole KiB in all." },
    },
  },
  positions: {
    ...perFile,
    description: `Open files whose position moved, those that moved most first, ${shown} at most. By looking only: reads and writes at a place of their own (pread, pwrite), and files that were open between two looks only, are not in it.`,
    columns: {
      file: { kind: "string", description: "Path, as the process sees it." },
      pid: { kind: "number", description: "Of the process, as the host numbers it." },
      moved: { kind: "number", unit: "bytes-per-second", description: "How far its position moved forward." },
      access: { kind: "string", description: "How it is open: read, write, both; sync and direct where it is so." },
      seen: { kind: "number", unit: "percent", description: "Share of the looks in which it was open." },
    },
  },
} as const satisfies Record<string, FactDeclaration>;
