import { histogram, number, series, table } from "../fact.ts";
import type { ParsedFact } from "../fact-declaration.ts";
import type { TracedStarts } from "./parse-starts-maps.ts";
import { type EndedProcesses, outsidePid, type SeenProcesses } from "./process-start.ts";
import { shown, startDeclarations } from "./start-fact-declarations.ts";

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
    ...(times.length === 0 ? {} : { lifetimes: histogram(times, "microseconds") }),
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
