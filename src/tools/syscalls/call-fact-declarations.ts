import type { FactDeclaration } from "../fact-declaration.ts";

/** Rows of a table. */
export const shown = 50;

/** What a call that waits takes of the CPU: to switch away and back. */
export const switchUs = 2;
/** What a call takes beside the time that is measured, at most: entry, return, and what tracing slows it. 7 µs were measured on a busy machine. */
export const besideUs = 8;

const call = { kind: "string", description: "Name of the call." } as const;
const error = { kind: "string", description: "Name of the errno; empty of those that did not fail." } as const;
const place = {
  function: {
    kind: "string",
    description: "Function of the program that makes most of them; empty where that cannot be told.",
  },
  path: { kind: "string", description: "It and its callers, as far as the stack tells." },
} as const;
const cost = {
  timeShare: {
    kind: "number",
    unit: "percent",
    description: `Share of the CPU time that all calls take in the kernel: of those that waited, ${switchUs} µs each.`,
  },
  atMost: {
    kind: "number",
    unit: "percent-of-core",
    description: `CPU time that they can take at most: what was measured, and ${besideUs} µs each for entry, return and what tracing slowed them.`,
  },
} as const;
const perSecond = { kind: "number", unit: "per-second", description: "Calls a second." } as const;

export const callDeclarations = {
  watched: { kind: "number", unit: "seconds", description: "How long it was watched." },
  perSecond: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description: "System calls a second. Absent where not every one is counted.",
  },
  failed: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Share of them that failed. Absent where not every one is counted.",
  },
  calls: {
    kind: "table",
    optional: true,
    description: `The calls, those that take most CPU time first, ${shown} at most. Absent where not every one is counted.`,
    columns: {
      call,
      perSecond,
      share: { kind: "number", unit: "percent", description: "Share of all calls." },
      failed: { kind: "number", unit: "percent", description: "How many of it failed." },
      errors: { kind: "string", description: "By which errno, the most frequent first." },
      mean: { kind: "number", unit: "microseconds", description: "From entry to return on average, waits included." },
      busy: {
        kind: "number",
        unit: "microseconds",
        description: "The same of those that did not wait: CPU time in the kernel.",
      },
      waited: { kind: "number", unit: "percent", description: "How many were off the CPU meanwhile." },
      empty: {
        kind: "number",
        unit: "percent",
        description:
          "How many returned 0 at once: nothing is ready (poll and its kin), the file is at its end or the peer has closed (read, recv).",
      },
      bytes: { kind: "number", unit: "bytes", description: "Moved by one that did not fail, on average." },
      ...cost,
      ...place,
    },
  },
  failures: {
    kind: "table",
    optional: true,
    description: `Calls that failed, by call and errno, those that take most CPU time first, ${shown} at most.`,
    columns: {
      call,
      error,
      perSecond,
      ofCall: { kind: "number", unit: "percent", description: "Share of all calls of that name." },
      waited: { kind: "number", unit: "percent", description: "How many were off the CPU meanwhile." },
      busy: { kind: "number", unit: "microseconds", description: "CPU time in the kernel of one that did not wait." },
      ...cost,
      ...place,
      example: { kind: "string", description: "The path that was given most often; empty where it has none." },
      paths: { kind: "number", unit: "count", description: "How many different ones were seen, at least." },
    },
  },
  transfers: {
    kind: "table",
    optional: true,
    description: `Reads and writes by call, kind of file and whether they ask for less than 512 bytes on average, ${shown} at most.`,
    columns: {
      call,
      kind: { kind: "string", description: "file, pipe, socket, device, event (eventfd and its kin), other." },
      small: { kind: "boolean", description: "Less than 512 bytes are asked for." },
      file: { kind: "string", description: "Name of the one that has most of them, without its folders." },
      files: { kind: "number", unit: "count", description: "How many names were seen, at least." },
      perSecond,
      asked: { kind: "number", unit: "bytes", description: "Asked for by one, on average." },
      bytes: { kind: "number", unit: "bytes", description: "Moved by one, on average." },
      waited: {
        kind: "number",
        unit: "percent",
        description: "How many calls of that name were off the CPU meanwhile.",
      },
      ...cost,
      ...place,
    },
  },
  sites: {
    kind: "table",
    optional: true,
    description: `Where calls come from, the most frequent first, ${shown} at most.`,
    columns: {
      call,
      error,
      thread: { kind: "string", description: "Name of the thread." },
      perSecond,
      ...place,
    },
  },
  missing: {
    kind: "table",
    optional: true,
    description: `Paths that were not found or not allowed (ENOENT, ENOTDIR, EACCES), ${shown} at most.`,
    columns: { call, error, path: { kind: "string", description: "As the program gave it." }, perSecond },
  },
  clocks: {
    kind: "table",
    optional: true,
    description: "Clocks that clock_gettime(2) was asked for in the kernel: what the vDSO answers is no call.",
    columns: { clock: { kind: "string", description: "Name of the clock." }, perSecond },
  },
  stacks: {
    kind: "profile",
    unit: "count",
    optional: true,
    description: "Calls by stack of the program; the leaf is the call, with its errno where it failed.",
  },
  readsPerSecond: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description: "Reads of files, pipes and sockets by read(2) and its kin (syscr of /proc/PID/io). By /proc only.",
  },
  bytesPerRead: {
    kind: "number",
    unit: "bytes",
    optional: true,
    description: "Bytes that one moved on average (rchar). Absent where there are none.",
  },
  writesPerSecond: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description: "Writes by write(2) and its kin (syscw of /proc/PID/io). By /proc only.",
  },
  bytesPerWrite: {
    kind: "number",
    unit: "bytes",
    optional: true,
    description: "Bytes that one moved on average (wchar). Absent where there are none.",
  },
  switches: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description: "How often threads gave up their CPU to wait (voluntary_ctxt_switches). By /proc only.",
  },
  found: {
    kind: "table",
    optional: true,
    description: `Calls in which threads were found waiting, by looking, ${shown} at most. A thread that runs is in none that can be told.`,
    columns: {
      call,
      share: { kind: "number", unit: "percent", description: "Share of all looks at a thread." },
    },
  },
} as const satisfies Record<string, FactDeclaration>;
