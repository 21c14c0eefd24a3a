import { number, series, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import type { TracedStarts } from "./parse-starts-maps.ts";
import { type EndedProcesses, outsidePid, type SeenProcesses } from "./process-start.ts";

const shown = 50;

export const startDeclarations = {
  watched: { kind: "number", unit: "seconds", description: "How long it watched." },
  starts: {
    kind: "number",
    unit: "count",
    description: "Processes that began. By looking, those that were seen: at least so many.",
  },
  perSecond: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description: "Processes that began a second. Absent where not every one is counted.",
  },
  cpu: {
    kind: "number",
    unit: "percent-of-core",
    description:
      "CPU time of those that began and ended meanwhile; by looking, that of all that ended and were waited for (cutime and cstime of /proc/PID/stat).",
  },
  brief: {
    kind: "number",
    unit: "percent-of-core",
    description:
      "Of that, what those took that used less than 50 ms each; by looking, that of which nothing was seen at readings up to 20 times a second.",
  },
  machine: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description:
      "Tasks that began on the whole machine, threads as well (processes of /proc/stat): the target's are no more. By looking only.",
  },
  origins: {
    kind: "table",
    optional: true,
    description: `Who was there before and began them, itself or by others that it began, ${shown} at most. Absent where not every one is counted.`,
    columns: {
      name: { kind: "string", description: "Name of the process (comm); of what came from outside, who brought most." },
      pid: { kind: "number", description: "As the host numbers it; 0 where they came from outside." },
      kind: {
        kind: "string",
        description: "shell, program, or outside: they came into the container from outside of it.",
      },
      perSecond: { kind: "number", unit: "per-second", description: "Processes that began a second." },
      steady: {
        kind: "number",
        unit: "percent",
        description: "Share of the seconds of the window in which any began.",
      },
      cpu: { kind: "number", unit: "percent-of-core", description: "CPU time of those that ended." },
      each: { kind: "number", unit: "microseconds", description: "CPU time of one, on average." },
      most: { kind: "string", description: "The program that used most CPU time of them." },
      mostPerSecond: { kind: "number", unit: "per-second", description: "How many of it ended a second." },
      mostParent: { kind: "string", description: "Name of who forked it." },
      command: { kind: "string", description: "Its command line, as one of them was called." },
    },
  },
  programs: {
    kind: "table",
    optional: true,
    description: `What began and ended, that which used most CPU time first, ${shown} at most. Absent where not every one is counted.`,
    columns: {
      program: { kind: "string", description: "Name as it ended (comm)." },
      parent: { kind: "string", description: "Name of who forked it." },
      origin: { kind: "number", description: "Pid of the process that was there before; 0 from outside." },
      ended: { kind: "number", unit: "count", description: "How many ended." },
      perSecond: { kind: "number", unit: "per-second", description: "How many ended a second." },
      lifetime: { kind: "number", unit: "microseconds", description: "How long one was there, on average." },
      each: { kind: "number", unit: "microseconds", description: "CPU time of one, on average." },
      cpu: { kind: "number", unit: "percent-of-core", description: "CPU time of all." },
      broken: {
        kind: "number",
        unit: "percent",
        description: "Share that a signal ended, or that ended with 126 or 127.",
      },
      forkOnly: { kind: "boolean", description: "It ran no program of its own: a subshell, a worker." },
      command: { kind: "string", description: "Its command line, as one of them was called." },
    },
  },
  seen: {
    kind: "table",
    optional: true,
    description: `Processes that were seen to have begun, ${shown} programs at most. By looking only: what ends between two looks is not in it.`,
    columns: {
      program: { kind: "string", description: "Name as it was last seen (comm)." },
      parent: { kind: "string", description: "Name of its parent." },
      seen: { kind: "number", unit: "count", description: "How many were seen: at least so many began." },
      cpu: { kind: "number", unit: "percent-of-core", description: "CPU time that they were seen to use." },
    },
  },
  lifetimes: {
    kind: "histogram",
    unit: "microseconds",
    optional: true,
    description: "How long they were there. Absent where not every one is counted, or none ended.",
  },
  overTime: {
    kind: "series",
    unit: "per-second",
    optional: true,
    description: "Processes that began in each second. Absent where not every one is counted.",
  },
} as const satisfies Record<string, FactDeclaration>;

export type StartFacts = Partial<Record<keyof typeof startDeclarations, ParsedFact>>;

const shells = new Set(["sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish", "busybox"]);

export function tracedFacts(traced: TracedStarts): StartFacts {
  const { seconds, ended, origins, briefUs, times } = traced;
  const perSecond = (count: number) => count / seconds;
  const starts = origins.reduce((sum, { starts }) => sum + countOf(starts), 0);
  return {
    watched: number(seconds, "seconds"),
    starts: number(starts, "count"),
    perSecond: number(perSecond(starts), "per-second"),
    cpu: perCore(
      ended.reduce((sum, { cpuUs }) => sum + cpuUs, 0),
      seconds,
    ),
    brief: perCore(briefUs, seconds),
    origins: table(startDeclarations.origins, originRows(traced)),
    programs: programTable(ended, seconds, traced.commands),
    ...(times.length === 0 ? {} : { lifetimes: { kind: "histogram", unit: "microseconds", buckets: times } }),
    overTime: series(overTime(traced), "per-second"),
  };
}

export function perCore(us: number, seconds: number): ParsedFact {
  return number(us / 1e4 / seconds, "percent-of-core");
}

/** What was seen by looking. */
export function seenTable(seen: readonly SeenProcesses[], seconds: number): ParsedFact {
  const rows = seen
    .toSorted((a, b) => b.cpuUs - a.cpuUs || b.count - a.count)
    .slice(0, shown)
    .map(({ program, parent, count, cpuUs }) => [program, parent, count, cpuUs / 1e4 / seconds]);
  return table(startDeclarations.seen, rows);
}

function programTable(
  ended: readonly EndedProcesses[],
  seconds: number,
  commands: ReadonlyMap<string, string>,
): ParsedFact {
  const rows = heaviestFirst(ended)
    .slice(0, shown)
    .map((one) => [
      ...[one.program, one.parent, one.origin === outsidePid ? 0 : one.origin, one.count, one.count / seconds],
      ...[one.lifeUs / one.count, one.cpuUs / one.count, one.cpuUs / 1e4 / seconds, (100 * one.broken) / one.count],
      ...[one.forkOnly, one.forkOnly ? "" : commandOf(one, commands)],
    ]);
  return table(startDeclarations.programs, rows);
}

function originRows({ origins, ended, seconds, commands }: TracedStarts): (string | number)[][] {
  return origins
    .map(({ pid, name, starts }) => {
      const own = heaviestFirst(ended.filter(({ origin }) => origin === pid));
      const cpuUs = own.reduce((sum, one) => sum + one.cpuUs, 0);
      const count = own.reduce((sum, one) => sum + one.count, 0);
      return { pid, name, starts, own, cpuUs, count };
    })
    .toSorted((a, b) => b.cpuUs - a.cpuUs || countOf(b.starts) - countOf(a.starts))
    .slice(0, shown)
    .map(({ pid, name, starts, own, cpuUs, count }) => {
      const isOutside = pid === outsidePid;
      const most = own.find(({ forkOnly }) => !forkOnly) ?? own[0];
      const by = isOutside ? (most?.parent ?? "") : name;
      return [
        ...[by, isOutside ? 0 : pid, isOutside ? "outside" : shells.has(by) ? "shell" : "program"],
        ...[countOf(starts) / seconds, (100 * starts.size) / Math.max(starts.size, Math.round(seconds))],
        ...[cpuUs / 1e4 / seconds, count === 0 ? 0 : cpuUs / count],
        ...(most === undefined
          ? ["", 0, "", ""]
          : [most.program, most.count / seconds, most.parent, commandOf(most, commands)]),
      ];
    });
}

/** A second in which nothing began is one with none. */
function overTime({ origins, seconds }: TracedStarts): [number, number][] {
  return Array.from({ length: Math.min(3600, Math.max(1, Math.floor(seconds))) }, (_, second) => [
    second,
    origins.reduce((sum, { starts }) => sum + (starts.get(second) ?? 0), 0),
  ]);
}

function heaviestFirst(ended: readonly EndedProcesses[]): EndedProcesses[] {
  return ended.filter(({ count }) => count > 0).toSorted((a, b) => b.cpuUs - a.cpuUs || b.count - a.count);
}

function countOf(starts: ReadonlyMap<number, number>): number {
  return [...starts.values()].reduce((sum, count) => sum + count, 0);
}

function commandOf({ parent, program }: EndedProcesses, commands: ReadonlyMap<string, string>): string {
  return commands.get(`${parent}\t${program}`) ?? "";
}
