import { number, percent, series, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { textLines } from "../text-lines.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import { type DescriptorKind, descriptorKinds } from "./descriptor-kind.ts";

const processColumns = {
  pid: { kind: "number", description: "As the host numbers it." },
  name: { kind: "string", description: "/proc/PID/comm." },
  open: { kind: "number", unit: "count", description: "Open descriptors at the end." },
  growth: { kind: "number", unit: "count", description: "More than at the start." },
  limit: { kind: "number", unit: "count", description: "Soft limit (RLIMIT_NOFILE); 0 without one." },
  share: { kind: "number", unit: "percent", description: "Of that limit." },
} as const;

const pathColumns = {
  path: { kind: "string", description: "What they are of; FOLDER/* where each is another file of it." },
  kind: { kind: "string", description: `One of ${descriptorKinds.join(", ")}.` },
  open: { kind: "number", unit: "count", description: "Descriptors at the end." },
  growth: { kind: "number", unit: "count", description: "More than at the start." },
} as const;

const ofProcess = (what: string) =>
  ({ kind: "series", unit: "count", description: `Of the process that grew most: ${what} (/proc/PID/fd).` }) as const;

export const descriptorFactDeclarations = {
  open: ofProcess("open descriptors"),
  sockets: ofProcess("sockets"),
  pipes: ofProcess("ends of pipes"),
  files: ofProcess("files and folders"),
  eventfds: ofProcess("eventfds, epolls and timerfds"),
  inotifies: ofProcess("inotify and fanotify instances"),
  others: ofProcess("devices, memory and what else there is"),
  all: { kind: "series", unit: "count", description: "Open descriptors of all processes of the target." },
  process: {
    kind: "string",
    description: "Name of the process that grew most; where none grew, of that nearest to its limit.",
  },
  pid: { kind: "number", unit: "none", description: "Its pid, as the host numbers it." },
  limit: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "Its soft limit (RLIMIT_NOFILE, /proc/PID/limits).",
  },
  hardLimit: { kind: "number", unit: "count", optional: true, description: "Its hard limit." },
  limitShare: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "What it has open at the end, of its soft limit.",
  },
  growingKind: {
    kind: "string",
    description: `The kind of which it has more, by the most: one of ${descriptorKinds.join(", ")}; none where nothing grew.`,
  },
  growingPath: {
    kind: "string",
    optional: true,
    description: "What most of the new descriptors are of. Absent where nothing grew.",
  },
  paths: {
    kind: "table",
    columns: pathColumns,
    description: "What its descriptors are of, those that grew most first.",
  },
  processes: {
    kind: "table",
    columns: processColumns,
    description: "The target's processes, those that grew most first.",
  },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof descriptorFactDeclarations, ParsedFact>>;

/** A line of `diag helper descriptors`. */
export interface DescriptorReading {
  readonly kind: "reading";
  readonly at: number;
  /** pid → how many of each kind, in the order of `descriptorKinds`. */
  readonly open: Readonly<Record<string, readonly number[]>>;
}

/** Its last line. */
export interface DescriptorSummary {
  readonly kind: "summary";
  /** pid → name and limits; -1 is unlimited. */
  readonly processes: Readonly<Record<string, readonly [name: string, soft: number, hard: number]>>;
  readonly pid: number;
  readonly paths: readonly (readonly [path: string, kind: DescriptorKind, open: number, growth: number])[];
}

const groups: readonly (readonly [
  "sockets" | "pipes" | "files" | "eventfds" | "inotifies" | "others",
  readonly DescriptorKind[],
])[] = [
  ["sockets", ["socket"]],
  ["pipes", ["pipe"]],
  ["files", ["file"]],
  ["eventfds", ["eventfd", "epoll", "timerfd"]],
  ["inotifies", ["inotify"]],
  ["others", ["device", "memory", "other"]],
];

export function parseDescriptors(output: RawOutput): Parsed {
  const readings: DescriptorReading[] = [];
  let summary: DescriptorSummary | undefined;
  for (const line of textLines(output.stdout)) {
    const value = parse(line);
    if (isReading(value)) readings.push(value);
    else if (isSummary(value)) summary = value;
  }
  const [first, last] = [readings[0], readings.findLast(({ open }) => Object.keys(open).length > 0)];
  if (first === undefined || last === undefined)
    return {
      facts: {},
      notes: [],
      problem: { code: "target-gone", message: "no process of the target was there to be looked at" },
    };
  const total = (counts: readonly number[] | undefined) => (counts ?? []).reduce((sum, count) => sum + count, 0);
  const rows = Object.entries(last.open)
    .map(([pid, counts]) => {
      const [name = "", limit = -1, hard = -1] = summary?.processes[pid] ?? [];
      const open = total(counts);
      const share = limit > 0 ? (100 * open) / limit : 0;
      // A process that was started in the window has no growth: what it opens first is its start.
      const before = first.open[pid];
      return {
        pid: Number(pid),
        name,
        limit,
        hard,
        open,
        share,
        growth: before === undefined ? 0 : open - total(before),
      };
    })
    .toSorted((a, b) => b.growth - a.growth || b.share - a.share || b.open - a.open);
  const grown = rows.find(({ pid }) => pid === summary?.pid) ?? rows[0];
  if (grown === undefined) return { facts: {}, notes: [] };
  const countsOf = (reading: DescriptorReading) => reading.open[`${grown.pid}`];
  const over = (read: (counts: readonly number[]) => number) =>
    series(
      readings.flatMap((reading): [number, number][] => {
        const counts = countsOf(reading);
        return counts === undefined ? [] : [[reading.at, read(counts)]];
      }),
      "count",
    );
  const kindCount = (counts: readonly number[] | undefined, kind: DescriptorKind) =>
    counts?.[descriptorKinds.indexOf(kind)] ?? 0;
  const growth = (kind: DescriptorKind) => kindCount(countsOf(last), kind) - kindCount(countsOf(first), kind);
  const growing = descriptorKinds.toSorted((a, b) => growth(b) - growth(a))[0];
  const grows = growing !== undefined && countsOf(first) !== undefined && growth(growing) > 0;
  const path = summary?.paths.find(([, kind, , more]) => more > 0 && kind === growing);
  const facts: Facts = {
    open: over(total),
    ...Object.fromEntries(
      groups.map(([name, kinds]) => [
        name,
        over((counts) => kinds.reduce((sum, kind) => sum + kindCount(counts, kind), 0)),
      ]),
    ),
    all: series(
      readings.map(({ at, open }) => [at, Object.values(open).reduce((sum, counts) => sum + total(counts), 0)]),
      "count",
    ),
    process: string(grown.name),
    pid: number(grown.pid, "none"),
    ...(grown.limit > 0 ? { limit: number(grown.limit, "count"), limitShare: percent(grown.share) } : {}),
    ...(grown.hard > 0 ? { hardLimit: number(grown.hard, "count") } : {}),
    growingKind: string(grows ? growing : "none"),
    ...(grows && path !== undefined ? { growingPath: string(path[0]) } : {}),
    paths: table(
      descriptorFactDeclarations.paths,
      (summary?.paths ?? []).map((row) => [...row]),
    ),
    processes: table(
      descriptorFactDeclarations.processes,
      rows.slice(0, 100).map((row) => [row.pid, row.name, row.open, row.growth, Math.max(0, row.limit), row.share]),
    ),
  };
  return {
    facts,
    notes: summary === undefined ? ["It was ended before it could say what the descriptors are of."] : [],
  };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isReading(value: unknown): value is DescriptorReading {
  return (
    isFields(value) &&
    value["kind"] === "reading" &&
    isNumber(value["at"]) &&
    isFields(value["open"]) &&
    Object.entries(value["open"]).every(
      ([pid, counts]) => /^\d{1,10}$/.test(pid) && Array.isArray(counts) && counts.every(isNumber),
    )
  );
}

function isSummary(value: unknown): value is DescriptorSummary {
  return (
    isFields(value) &&
    value["kind"] === "summary" &&
    isNumber(value["pid"]) &&
    isFields(value["processes"]) &&
    Object.values(value["processes"]).every(
      (one) => Array.isArray(one) && typeof one[0] === "string" && isNumber(one[1]) && isNumber(one[2]),
    ) &&
    Array.isArray(value["paths"]) &&
    value["paths"].every(
      (row) =>
        Array.isArray(row) &&
        row.length === 4 &&
        typeof row[0] === "string" &&
        typeof row[1] === "string" &&
        isNumber(row[2]) &&
        isNumber(row[3]),
    )
  );
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
