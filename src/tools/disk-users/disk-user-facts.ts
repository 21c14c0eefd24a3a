import { number, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { readSamples, windowOf } from "../samples.ts";
import type { ParseContext, Parsed, RawOutput } from "../tool.ts";
import { type ProcessIo, processIo } from "./process-io.ts";

export const diskUserDeclarations = {
  ownRead: { kind: "number", unit: "bytes-per-second", description: "What the target's processes read from disks." },
  ownWritten: {
    kind: "number",
    unit: "bytes-per-second",
    description: "What they wrote to files of disks, much of which the kernel writes out later.",
  },
  waited: {
    kind: "number",
    unit: "percent-of-core",
    optional: true,
    description:
      "Time that the target's processes waited for block I/O per wall time (delayacct_blkio_ticks of /proc/PID/stat). Absent where delay accounting is off (kernel.task_delayacct).",
  },
  neighbourName: {
    kind: "string",
    optional: true,
    description:
      "Of the processes that are not the target's, the one that reads and writes most. Absent where none does.",
  },
  neighbourPid: { kind: "number", unit: "none", optional: true, description: "Its pid, as the host numbers it." },
  neighbourContainer: {
    kind: "string",
    optional: true,
    description: "Start of the id of its container. Absent outside containers.",
  },
  neighbourRead: { kind: "number", unit: "bytes-per-second", optional: true, description: "What it reads." },
  neighbourWritten: { kind: "number", unit: "bytes-per-second", optional: true, description: "What it writes." },
  processes: {
    kind: "table",
    description: "The processes of the node that read from and write to disks, those that do most first, 50 at most.",
    columns: {
      pid: { kind: "number", description: "As the host numbers it." },
      name: { kind: "string", description: "Its name (comm)." },
      container: { kind: "string", description: "Start of the id of its container; empty outside." },
      ofTarget: { kind: "boolean", description: "It is one of the target's." },
      read: { kind: "number", unit: "bytes-per-second", description: "Read from disks." },
      written: { kind: "number", unit: "bytes-per-second", description: "Written to files of disks." },
      waited: {
        kind: "number",
        unit: "percent-of-core",
        description: "Time that it waited for block I/O; 0 where delay accounting is off.",
      },
    },
  },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof diskUserDeclarations, ParsedFact>>;

const shown = 50;

export function parseDiskUsers(output: RawOutput, { pids }: Pick<ParseContext, "pids">): Parsed {
  const samples = readSamples(output.stdout);
  const [first, last, seconds] = [samples[0], samples.at(-1), windowOf(samples)];
  if (first === undefined || last === undefined || seconds <= 0) return { facts: {}, notes: [] };
  const before = processIo(first);
  const rows = [...processIo(last).values()]
    .map((end) => {
      // A process that started meanwhile has all its counts in the window.
      const start = before.get(end.pid);
      const rate = (of: (one: ProcessIo) => number) =>
        Math.max(0, of(end) - (start === undefined ? 0 : of(start))) / seconds;
      return {
        ...end,
        ofTarget: pids.includes(end.pid),
        read: rate(({ readBytes }) => readBytes),
        written: rate(({ writtenBytes }) => writtenBytes),
        waited: 100 * rate(({ waitedSeconds }) => waitedSeconds),
      };
    })
    .filter(({ read, written, waited }) => read + written + waited > 0)
    .toSorted((a, b) => b.read + b.written - (a.read + a.written));
  const own = rows.filter(({ ofTarget }) => pids.length === 0 || ofTarget);
  const sum = (of: (row: (typeof rows)[number]) => number) => own.reduce((total, row) => total + of(row), 0);
  const neighbour = rows.find(({ ofTarget, read, written }) => pids.length > 0 && !ofTarget && read + written > 0);
  const isAccounted = (last.files["/proc/sys/kernel/task_delayacct"] ?? "").trim() === "1";
  const facts: Facts = {
    ownRead: number(
      sum(({ read }) => read),
      "bytes-per-second",
    ),
    ownWritten: number(
      sum(({ written }) => written),
      "bytes-per-second",
    ),
    ...(isAccounted
      ? {
          waited: number(
            sum(({ waited }) => waited),
            "percent-of-core",
          ),
        }
      : {}),
    ...(neighbour === undefined
      ? {}
      : {
          neighbourName: string(neighbour.name),
          neighbourPid: number(neighbour.pid, "none"),
          ...(neighbour.container === "" ? {} : { neighbourContainer: string(neighbour.container) }),
          neighbourRead: number(neighbour.read, "bytes-per-second"),
          neighbourWritten: number(neighbour.written, "bytes-per-second"),
        }),
    processes: table(
      diskUserDeclarations.processes,
      rows
        .slice(0, shown)
        .map(({ pid, name, container, ofTarget, read, written, waited }) => [
          ...[pid, name, container, ofTarget, read, written, waited],
        ]),
    ),
  };
  return { facts, notes: [] };
}
