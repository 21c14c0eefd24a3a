import { number, percent, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { readSamples, windowOf } from "../samples.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import { type ProcessPages, processPages } from "./process-pages.ts";

export const pageFaultFactDeclarations = {
  majorFaults: {
    kind: "number",
    unit: "per-second",
    description: "Page faults of all of them that had to wait for a disk (majflt of /proc/PID/stat).",
  },
  readFromDisk: {
    kind: "number",
    unit: "bytes-per-second",
    optional: true,
    description: "Read from disks on their behalf, by reads and by faults (read_bytes of /proc/PID/io).",
  },
  read: {
    kind: "number",
    unit: "bytes-per-second",
    optional: true,
    description: "Asked for by read(2) and its kin, from files, pipes and sockets (rchar of /proc/PID/io).",
  },
  missShare: {
    kind: "number",
    unit: "percent",
    optional: true,
    description:
      "Of what the process that reads most from disk asked for, how much was not in memory (read_bytes of rchar). Absent where it reads next to nothing, or by mapped files.",
  },
  faultingName: {
    kind: "string",
    optional: true,
    description: "Name of the process that waits for disks most: by what it reads from disk.",
  },
  faultingPid: { kind: "number", unit: "none", optional: true, description: "Its pid, as the host numbers it." },
  faultingContainer: {
    kind: "string",
    optional: true,
    description: "Start of the id of its container. Absent outside containers.",
  },
  growingName: {
    kind: "string",
    optional: true,
    description: "Name of the process that grew most: resident and swap.",
  },
  growingPid: { kind: "number", unit: "none", optional: true, description: "Its pid." },
  growingContainer: { kind: "string", optional: true, description: "Start of the id of its container." },
  growth: { kind: "number", unit: "bytes", optional: true, description: "How much that was. Absent where none grew." },
  largestName: {
    kind: "string",
    optional: true,
    description: "Name of the process that holds most memory of its own, resident and in swap.",
  },
  largestPid: { kind: "number", unit: "none", optional: true, description: "Its pid." },
  largestContainer: { kind: "string", optional: true, description: "Start of the id of its container." },
  largestHeld: {
    kind: "number",
    unit: "bytes",
    optional: true,
    description: "What it holds: anonymous memory, shared memory and swap.",
  },
  waitedForDisk: {
    kind: "number",
    unit: "percent-of-core",
    optional: true,
    description:
      "Time that they waited for block I/O per wall time (delayacct_blkio_ticks of /proc/PID/stat). Absent where delay accounting is off (kernel.task_delayacct).",
  },
  processes: {
    kind: "table",
    description: "The processes, those that read most from disk first, then those that grew most, 50 at most.",
    columns: {
      pid: { kind: "number", description: "As the host numbers it." },
      name: { kind: "string", description: "/proc/PID/comm." },
      container: { kind: "string", description: "Start of the id of its container; empty outside." },
      majorFaults: { kind: "number", unit: "per-second", description: "Faults that had to wait for a disk." },
      readFromDisk: { kind: "number", unit: "bytes-per-second", description: "Read from disks." },
      held: { kind: "number", unit: "bytes", description: "Anonymous and shared memory, and swap, at the end." },
      swapped: { kind: "number", unit: "bytes", description: "Of that in swap." },
      growth: { kind: "number", unit: "bytes", description: "Change of it over the window." },
    },
  },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof pageFaultFactDeclarations, ParsedFact>>;

interface Row extends ProcessPages {
  readonly majorPerSecond: number;
  readonly diskPerSecond: number;
  readonly readPerSecond: number;
  readonly growth: number;
  readonly blockedSeconds: number;
}

const shown = 50;
/** Below this a share of misses is of a handful of reads. */
const leastRead = 64 * 1024;

export function parsePageFaults(output: RawOutput): Parsed {
  const samples = readSamples(output.stdout);
  const [first, last, seconds] = [samples[0], samples.at(-1), windowOf(samples)];
  if (first === undefined || last === undefined || seconds <= 0) return { facts: {}, notes: [] };
  const before = processPages(first);
  const rows = [...processPages(last).values()].flatMap((end): Row[] => {
    const start = before.get(end.pid);
    // A process that started meanwhile has all its counts in the window.
    if (start === undefined && before.size === 0) return [];
    const grown = (name: "majorFaults" | "diskBytes" | "readBytes" | "blockedSeconds" | "held") =>
      (end[name] ?? 0) - (start?.[name] ?? 0);
    return [
      {
        ...end,
        majorPerSecond: Math.max(0, grown("majorFaults")) / seconds,
        diskPerSecond: Math.max(0, grown("diskBytes")) / seconds,
        readPerSecond: Math.max(0, grown("readBytes")) / seconds,
        blockedSeconds: Math.max(0, grown("blockedSeconds")),
        growth: grown("held"),
      },
    ];
  });
  if (rows.length === 0) {
    return { facts: {}, notes: [], problem: { code: "target-gone", message: "no process was there to be looked at" } };
  }
  const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
  const most = (of: (row: Row) => number) => rows.toSorted((a, b) => of(b) - of(a)).find((row) => of(row) > 0);
  const hasIo = rows.some(({ diskBytes }) => diskBytes !== undefined);
  const faulting = most(({ diskPerSecond, majorPerSecond }) => diskPerSecond + 4096 * majorPerSecond);
  const misses = faulting === undefined ? undefined : missShare(faulting);
  const [growing, largest] = [most(({ growth }) => growth), most(({ held }) => held)];
  const isAccounted = (last.files["/proc/sys/kernel/task_delayacct"] ?? "").trim() === "1";
  const facts: Facts = {
    majorFaults: number(
      sum((row) => row.majorPerSecond),
      "per-second",
    ),
    ...(hasIo
      ? {
          readFromDisk: number(
            sum((row) => row.diskPerSecond),
            "bytes-per-second",
          ),
          read: number(
            sum((row) => row.readPerSecond),
            "bytes-per-second",
          ),
        }
      : {}),
    ...(misses === undefined ? {} : { missShare: percent(misses) }),
    ...named("faulting", faulting),
    ...named("growing", growing),
    ...(growing === undefined ? {} : { growth: number(growing.growth, "bytes") }),
    ...named("largest", largest),
    ...(largest === undefined ? {} : { largestHeld: number(largest.held, "bytes") }),
    ...(isAccounted
      ? { waitedForDisk: number((100 * sum((row) => row.blockedSeconds)) / seconds, "percent-of-core") }
      : {}),
    processes: table(
      pageFaultFactDeclarations.processes,
      rows
        .toSorted((a, b) => b.diskPerSecond - a.diskPerSecond || b.growth - a.growth || b.held - a.held)
        .slice(0, shown)
        .map((row) => [
          ...[row.pid, row.name, row.container, row.majorPerSecond, row.diskPerSecond],
          ...[row.held, row.swapped, row.growth],
        ]),
    ),
  };
  return {
    facts,
    notes: hasIo ? [] : ["/proc/PID/io could not be read: what was read from disk is not told, only major faults."],
  };
}

/** What comes by faults of mapped files is not asked for by read(2): then there is no share. */
function missShare({ readPerSecond, diskPerSecond }: Row): number | undefined {
  return readPerSecond < leastRead || diskPerSecond > readPerSecond ? undefined : (100 * diskPerSecond) / readPerSecond;
}

function named(what: "faulting" | "growing" | "largest", row: Row | undefined): Facts {
  if (row === undefined) return {};
  return {
    [`${what}Name`]: string(row.name),
    [`${what}Pid`]: number(row.pid, "none"),
    ...(row.container === "" ? {} : { [`${what}Container`]: string(row.container) }),
  };
}
