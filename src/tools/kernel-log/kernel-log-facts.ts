import { number, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { textLines } from "../text-lines.ts";
import type { ParseContext, Parsed, RawOutput } from "../tool.ts";
import { type KernelLogHeader, readHeader, troubleOf, troubles } from "./trouble.ts";

export const kernelLogFactDeclarations = {
  troubles: {
    kind: "table",
    description: "Kinds of trouble that the log tells of within the age that was asked for, the worst first.",
    columns: {
      kind: {
        kind: "string",
        description:
          "`hardware`, `kernel-bug`, `lockup`, `hung-task`, `io-error`, `file-system`, `allocation`, `network`, `thermal` or `crash`.",
      },
      title: { kind: "string", description: "What it is." },
      count: { kind: "number", unit: "count", description: "Lines of it." },
      since: { kind: "number", unit: "seconds", description: "Since the latest." },
      subject: {
        kind: "string",
        description:
          "What the latest is about, as far as it can be told: a disk, a file system, a program; else empty.",
      },
      latest: { kind: "string", description: "The latest, without its time." },
    },
  },
  lines: {
    kind: "table",
    description: "The latest lines of those, the latest first.",
    columns: {
      at: { kind: "string", description: "When, as the kernel's log says it." },
      kind: { kind: "string", description: "As above." },
      message: { kind: "string", description: "The line." },
    },
  },
  count: { kind: "number", unit: "count", description: "All lines of trouble of that age." },
  older: { kind: "number", unit: "count", description: "Lines of trouble that are older." },
  reach: {
    kind: "number",
    unit: "seconds",
    optional: true,
    description: "How far back the log goes: what was before is not known.",
  },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof kernelLogFactDeclarations, ParsedFact>>;

interface Line {
  readonly at: string;
  readonly since: number;
  readonly kind: string;
  readonly message: string;
}

const shownLines = 50;

export function parseKernelLog(output: RawOutput, { args }: Pick<ParseContext, "args">): Parsed {
  let header: KernelLogHeader | undefined;
  const all: Line[] = [];
  for (const line of textLines(output.stdout)) {
    header ??= readHeader(line);
    const read = header === undefined ? undefined : readLine(line, header);
    if (read !== undefined) all.push(read);
  }
  if (header === undefined)
    return { facts: {}, notes: [], problem: { code: "no-output", message: "nothing was read of the kernel's log" } };
  const age = typeof args["age"] === "number" ? args["age"] / 1000 : 24 * 3600;
  const recent = all.filter(({ since }) => since <= age).toSorted((a, b) => a.since - b.since);
  const left = Object.values(header.leftOut).reduce((sum, count) => sum + count, 0);
  const reach = header.oldest === undefined ? Number.NaN : secondsBetween(header.oldest, header.now);
  const facts: Facts = {
    troubles: table(
      kernelLogFactDeclarations.troubles,
      troubles.flatMap(({ kind, title }) => rowOf(kind, title, recent)),
    ),
    lines: table(
      kernelLogFactDeclarations.lines,
      recent.slice(0, shownLines).map(({ at, kind, message }) => [at, kind, message]),
    ),
    count: number(recent.length, "count"),
    older: number(all.length - recent.length, "count"),
    ...(Number.isFinite(reach) ? { reach: number(reach, "seconds") } : {}),
  };
  const notes =
    left === 0
      ? []
      : [
          `Of kinds with more than a hundred lines only the latest hundred were kept; ${left} older ones were left out.`,
        ];
  return { facts, notes };
}

/** `2026-11-28T20:41:26,792748+00:00 MESSAGE` */
function readLine(line: string, header: KernelLogHeader): Line | undefined {
  const [, at = "", message = ""] = /^(\S{19,40}) (.{1,500})$/.exec(line) ?? [];
  const kind = troubleOf(line)?.kind;
  const since = secondsBetween(at, header.now);
  return kind === undefined || !Number.isFinite(since) ? undefined : { at, since, kind, message: message.trim() };
}

function rowOf(kind: string, title: string, recent: readonly Line[]): (string | number)[][] {
  const lines = recent.filter((line) => line.kind === kind);
  const [latest] = lines;
  return latest === undefined
    ? []
    : [[kind, title, lines.length, latest.since, subjectOf(latest.message), latest.message]];
}

/** `dev sda`, `EXT4-fs error (device dm-0)`, `XFS (sdb1)`, `task NAME:123 blocked`, `NAME[123]: segfault`. */
const subjects: readonly RegExp[] = [
  /\bdev (\w[\w!-]{0,40}),? /,
  /\bon dev(?:ice)? (\w[\w!-]{0,40})/,
  /\(device (\S{1,40})\)/,
  /\b(?:XFS|EXT4-fs|BTRFS[ a-z]{0,12}) \((?:device )?(\S{1,40})\)/,
  /INFO: task (.{1,40}):\d+ blocked/,
  /^(?:traps: )?(\S{1,40})\[\d+\]:? /,
];

function subjectOf(message: string): string {
  for (const pattern of subjects) {
    const subject = pattern.exec(message)?.[1];
    if (subject !== undefined) return subject;
  }
  return "";
}

function secondsBetween(at: string, now: string): number {
  return Math.max(0, (Date.parse(now) - Date.parse(at.replace(/,\d+/, ""))) / 1000);
}
