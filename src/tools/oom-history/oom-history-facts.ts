import { boolean, number, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { textLines } from "../text-lines.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import type { Kill } from "./kill.ts";
import { killDetailDeclarations, killDetails } from "./kill-details.ts";
import { readKills } from "./read-kills.ts";

const killColumns = {
  at: { kind: "string", description: "When, as the kernel's log says it." },
  process: { kind: "string", description: "Name of the process that was killed." },
  pid: { kind: "number", description: "As the host numbers it." },
  anonymous: { kind: "number", unit: "bytes", description: "Anonymous memory that it held (anon-rss)." },
  limited: { kind: "boolean", description: "At the limit of a cgroup; false where the whole node was out of memory." },
  ofTarget: {
    kind: "boolean",
    description: "In the target's cgroup, or in an earlier container of its pod. Of a host: any.",
  },
  cgroup: { kind: "string", description: "Its cgroup (task_memcg)." },
} as const;

export const oomHistoryFactDeclarations = {
  kills: {
    kind: "table",
    columns: killColumns,
    description:
      "Kills of the target, and kills because the whole node was out of memory, the latest first (mm/oom_kill.c). Not those of others at limits of their own.",
  },
  count: { kind: "number", unit: "count", description: "All kills in the log, also those of others." },
  nodeWide: { kind: "number", unit: "count", description: "Those for which the whole node was out of memory." },
  targetKills: { kind: "number", unit: "count", description: "Those of the target." },
  sinceTargetKill: { kind: "number", unit: "seconds", optional: true, description: "Since the latest of those." },
  targetKillHeld: {
    kind: "number",
    unit: "bytes",
    optional: true,
    description: "Anonymous memory that the latest of those held (anon-rss).",
  },
  lastAt: { kind: "string", optional: true, description: "When the latest was." },
  lastProcess: { kind: "string", optional: true, description: "Whom it killed." },
  sinceNodeWide: {
    kind: "number",
    unit: "seconds",
    optional: true,
    description: "Since the latest kill for which the whole node was out of memory.",
  },
  targetKillsInHour: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "Kills of the target in the last hour.",
  },
  killInterval: {
    kind: "number",
    unit: "seconds",
    optional: true,
    description: "Median time between kills of the target; those of one moment count once. Absent with fewer than two.",
  },
  ...killDetailDeclarations,
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof oomHistoryFactDeclarations, ParsedFact>>;

/** More than these is one and the same trouble again and again. */
const maxKills = 200;
/** What dies within this after another dies for the same reason: the members of a group, or a second that was needed. */
const oneMomentMs = 1_000;

export function parseOomHistory(output: RawOutput): Parsed {
  const { header, kills } = readKills(textLines(output.stdout));
  if (header === undefined)
    return { facts: {}, notes: [], problem: { code: "no-output", message: "nothing was read of the kernel's log" } };
  const latest = kills.toReversed();
  const [last] = latest;
  const ofTarget = latest.filter((one) => one.ofTarget);
  const nodeWide = latest.filter((one) => !one.limited);
  const relevant = latest.filter((one) => one.ofTarget || !one.limited);
  const since = (kill: Kill) => Math.max(0, (Date.parse(header.now) - Date.parse(kill.at)) / 1000);
  const [told] = ofTarget;
  const facts: Facts = {
    kills: table(
      oomHistoryFactDeclarations.kills,
      relevant
        .slice(0, maxKills)
        .map((one) => [...[one.at, one.process, one.pid, one.anonymous], ...[one.limited, one.ofTarget, one.cgroup]]),
    ),
    count: number(kills.length, "count"),
    nodeWide: number(nodeWide.length, "count"),
    targetKills: number(ofTarget.length, "count"),
    ...(ofTarget[0] === undefined ? {} : { targetKillHeld: number(ofTarget[0].anonymous, "bytes") }),
    ...secondsOf("sinceTargetKill", ofTarget[0], since),
    ...(last === undefined ? {} : { lastAt: string(last.at), lastProcess: string(last.process) }),
    ...secondsOf("sinceNodeWide", nodeWide[0], since),
    targetKillsInHour: number(ofTarget.filter((one) => since(one) < 3600).length, "count"),
    ...intervalOf(ofTarget.toReversed()),
    ...(told === undefined ? {} : killDetails(told, since(told))),
    ...(told === undefined ? {} : { killGroup: boolean(told.inGroup) }),
  };
  const isCut = told !== undefined && told.report === undefined;
  return {
    facts,
    notes: isCut
      ? [
          "The kernel's log no longer holds the report of the latest kill, or left it out because there were too many at once: who held the memory is not known.",
        ]
      : [],
  };
}

function secondsOf(name: "sinceTargetKill" | "sinceNodeWide", kill: Kill | undefined, since: (kill: Kill) => number) {
  if (kill === undefined) return {};
  const seconds = since(kill);
  return Number.isFinite(seconds) ? { [name]: number(seconds, "seconds") } : {};
}

/** @param kills The oldest first. */
function intervalOf(kills: readonly Kill[]): Facts {
  const times = kills.map(({ at }) => Date.parse(at)).filter(Number.isFinite);
  const moments = times.filter((time, index) => index === 0 || time - (times[index - 1] ?? 0) >= oneMomentMs);
  const gaps = moments.slice(1).map((time, index) => time - (moments[index] ?? 0));
  const middle = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)];
  return middle === undefined ? {} : { killInterval: number(middle / 1000, "seconds") };
}
