import { boolean, number, series, string, table } from "../fact.ts";
import type { ParsedFact } from "../fact-declaration.ts";
import type { Tried } from "./attempts.ts";
import { chooseStart, cpuOf, type Start, startsOf } from "./choose-start.ts";
import { phasesOf } from "./phases.ts";
import { bucketSeconds, type Timeline, timelineOf, total, ways } from "./timeline.ts";
import { shown, timelineDeclarations } from "./timeline-declarations.ts";
import type { Counted, Trace, TracedProcess, Tree } from "./trace.ts";

export type TimelineFacts = Partial<Record<keyof typeof timelineDeclarations, ParsedFact>>;

/** What is over sooner was no start of a service: a test in a shell, a program that is not there. */
const shortestStart = 0.1;

/** Of any variant: processes, CPU time, when it listened. */
export function startFacts(trace: Trace): TimelineFacts {
  const starts = startsOf(trace);
  const start = chooseStart(trace);
  return {
    watched: number(trace.seconds, "seconds"),
    starts: table(
      timelineDeclarations.starts,
      starts.slice(0, shown).map((one) => startRow(one, trace)),
    ),
    seen: boolean(start !== undefined),
    ...(start === undefined ? {} : { ...aboutStart(start), ...childFacts(start, trace) }),
  };
}

/** Where it is told how a process ended. */
export function failureFacts(trace: Trace): TimelineFacts {
  const failed = Map.groupBy(startsOf(trace).filter(hasFailed), ({ main }) => labelOf(main));
  const [most] = [...failed].toSorted(([, a], [, b]) => b.length - a.length);
  return {
    failures: number(most?.[1].length ?? 0, "count"),
    ...(most === undefined ? {} : { failing: string(most[0]) }),
  };
}

function hasFailed({ main, tree, until, from, isReady }: Start): boolean {
  return (
    main.to !== undefined &&
    (main.status ?? 0) !== 0 &&
    !isReady &&
    tree.age === undefined &&
    until - from >= shortestStart
  );
}

function startRow({ main, tree, from, isReady }: Start, { seconds }: Trace) {
  const lasted = Math.max(0, (main.to ?? seconds) - from) + (tree.age ?? 0);
  return [main.program, main.command, from, lasted, endOf(main), isReady, cpuOf(tree)];
}

function endOf({ to, status }: TracedProcess): string {
  if (to === undefined) return "running";
  if (status === undefined) return "ended";
  return (status & 0x7f) === 0 ? `exit ${status >> 8}` : `signal ${status & 0x7f}`;
}

function labelOf({ command, program }: TracedProcess): string {
  return command === "" ? program : command;
}

function aboutStart({ tree, main, from, until, isReady }: Start): TimelineFacts {
  const before = tree.age ?? 0;
  return {
    program: string(main.program),
    command: string(main.command),
    at: number(from, "seconds"),
    ...(tree.age === undefined ? {} : { before: number(before, "seconds") }),
    ...(isReady ? { ready: number(until - from + before, "seconds") } : {}),
    ...(tree.port === undefined ? {} : { port: number(tree.port, "none") }),
    ...(tree.accepts === undefined ? {} : { accepted: number(tree.accepts - from + before, "seconds") }),
    lasted: number(until - from, "seconds"),
  };
}

function childFacts({ tree, from, until }: Start, { seconds }: Trace): TimelineFacts {
  const all = [...tree.processes.values()];
  const children = all.filter((one) => one.pid !== tree.pid && one.from <= until);
  return {
    children: number(children.length, "count"),
    childTime: number(covered(children.map((one) => [one.from, Math.min(until, one.to ?? seconds)])), "seconds"),
    processes: table(
      timelineDeclarations.processes,
      all
        .toSorted((a, b) => b.cpuSeconds - a.cpuSeconds)
        .slice(0, shown)
        .map((one) => [one.program, one.command, one.from - from, (one.to ?? seconds) - one.from, one.cpuSeconds]),
    ),
  };
}

/** Length of what any of them covers. */
function covered(stretches: readonly (readonly [from: number, to: number])[]): number {
  let end = 0;
  let length = 0;
  for (const [from, to] of stretches.toSorted(([a], [b]) => a - b)) {
    length += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return length;
}

/** Only where every system call and wait is seen. */
export function waitFacts(start: Start): TimelineFacts {
  const timeline = timelineOf(start);
  const { buckets, peers, names } = timeline;
  const { tree, until } = start;
  const counted = (wanted: Counted) =>
    tree.counts
      .filter(({ what, bucket }) => what === wanted && bucket * bucketSeconds <= until)
      .reduce((sum, { count }) => sum + count, 0);
  const seconds = Object.fromEntries(
    ways.map((way) => [
      way,
      number(
        total(buckets, ({ shares }) => shares[way]),
        "seconds",
      ),
    ]),
  );
  return {
    ...seconds,
    cpuTime: number(cpuUntil(tree, until), "seconds"),
    fileTime: number(
      total(buckets, ({ files }) => files),
      "seconds",
    ),
    opens: number(counted("opens"), "count"),
    missing: number(counted("missing"), "count"),
    bytesRead: number(counted("bytes"), "bytes"),
    phases: table(timelineDeclarations.phases, phaseRows(start, timeline)),
    peers: table(timelineDeclarations.peers, peers.slice(0, shown).map(triedRow)),
    names: table(timelineDeclarations.names, names.slice(0, shown).map(triedRow)),
    sleeps: table(timelineDeclarations.sleeps, sleepRows(start)),
    folders: table(timelineDeclarations.folders, folderRows(tree)),
    ...overTime(timeline, tree),
  };
}

function cpuUntil({ sums, intervals }: Tree, until: number): number {
  const added = sums.filter(({ way, bucket }) => way === "cpu" && bucket * bucketSeconds <= until);
  const stretches = intervals.filter(({ way, from }) => way === "cpu" && from <= until);
  return (
    added.reduce((sum, { seconds }) => sum + seconds, 0) + stretches.reduce((sum, { from, to }) => sum + to - from, 0)
  );
}

function phaseRows(start: Start, timeline: Timeline) {
  return phasesOf(start, timeline)
    .slice(0, shown)
    .map(({ from, to, way, detail }) => [from - start.from, to - from, way, detail]);
}

function triedRow({ key, attempts, failed, reached, waited, slowest }: Tried) {
  return [key, attempts, failed, reached, waited, slowest];
}

function sleepRows({ tree, until }: Start) {
  const sleeps = tree.waits.filter((one) => one.sleeps && one.from <= until);
  return [...Map.groupBy(sleeps, ({ pid, call }) => `${labelOfPid(tree, pid)}\t${call}`).values()]
    .map((own) => {
      const lengths = own.map(({ from, to }) => Math.min(to, until) - from);
      return { own, longest: lengths.reduce((a, b) => Math.max(a, b), 0), sum: lengths.reduce((a, b) => a + b, 0) };
    })
    .toSorted((a, b) => b.sum - a.sum)
    .slice(0, shown)
    .map(({ own, longest, sum }) => {
      const process = tree.processes.get(own[0]?.pid ?? 0);
      return [process?.program ?? "", process?.command ?? "", own[0]?.call ?? "", own.length, longest, sum];
    });
}

function labelOfPid(tree: Tree, pid: number): string {
  const process = tree.processes.get(pid);
  return process === undefined ? "" : labelOf(process);
}

const levels = 3;

function folderRows({ files }: Tree) {
  const folderOf = (path: string) =>
    path
      .split("/")
      .slice(0, -1)
      .slice(0, levels + 1)
      .join("/") || (path.startsWith("/") ? "/" : ".");
  return [...Map.groupBy(files, ({ path }) => folderOf(path))]
    .map(([folder, own]) => ({
      folder,
      opens: own.length,
      missing: own.filter(({ found }) => !found).length,
      time: own.reduce((sum, { seconds }) => sum + seconds, 0),
    }))
    .toSorted((a, b) => b.time - a.time)
    .slice(0, shown)
    .map(({ folder, opens, missing, time }) => [folder, opens, missing, time]);
}

/** Each tenth of a second of the start, at its middle; the first and the last may be shorter. */
function overTime({ buckets }: Timeline, { counts }: Tree): TimelineFacts {
  const opens = new Map(counts.filter(({ what }) => what === "opens").map(({ bucket, count }) => [bucket, count]));
  const points = (of: (bucket: Timeline["buckets"][number]) => number) =>
    buckets.flatMap((bucket): [number, number][] => {
      const length = bucket.to - bucket.from;
      return length <= 0 ? [] : [[bucket.from + length / 2, Math.min(100, (100 * of(bucket)) / length)]];
    });
  const shares = ways.map((way) => [
    `${way}OverTime`,
    series(
      points(({ shares }) => shares[way]),
      "percent",
    ),
  ]);
  const opened = buckets.map(({ from, to }): [number, number] => [
    (from + to) / 2,
    (opens.get(Math.floor(from / bucketSeconds + 1e-6)) ?? 0) / bucketSeconds,
  ]);
  return {
    ...Object.fromEntries(shares),
    filesOverTime: series(
      points(({ files }) => files),
      "percent",
    ),
    opensOverTime: series(opened, "per-second"),
  };
}
