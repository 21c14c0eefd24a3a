import { number, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { textLines } from "../text-lines.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import { isOfTarget } from "./is-of-target.ts";
import { type OomLogHeader, readHeader } from "./oom-log.ts";

const killColumns = {
  at: { kind: "string", description: "When, as the kernel's log says it." },
  process: { kind: "string", description: "Name of the process that was killed." },
  pid: { kind: "number", description: "As the host numbers it." },
  anonymous: { kind: "number", unit: "bytes", description: "Anonymous memory that it held (anon-rss)." },
  limited: { kind: "boolean", description: "At the limit of a cgroup; false where the whole node was out of memory." },
  ofTarget: {
    kind: "boolean",
    description: "In the target's cgroup, or in an earlier container of its pod.",
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
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof oomHistoryFactDeclarations, ParsedFact>>;

/** More than these is one and the same trouble again and again. */
const maxKills = 200;

interface Kill {
  readonly at: string;
  readonly process: string;
  readonly pid: number;
  readonly anonymous: number;
  readonly limited: boolean;
  readonly ofTarget: boolean;
  readonly cgroup: string;
}

/** Two lines tell of one kill: `oom-kill:…,task_memcg=/x,task=NAME,pid=1,…`, then `… Killed process 1 (NAME) …anon-rss:…kB`. */
export function parseOomHistory(output: RawOutput): Parsed {
  const kills: Kill[] = [];
  let cgroup: { readonly pid: number; readonly path: string } | undefined;
  let header: OomLogHeader | undefined;
  for (const line of textLines(output.stdout)) {
    header ??= readHeader(line);
    const [, path, named] = /oom-kill:.*?,task_memcg=([^,]*),.*,pid=(\d{1,10}),uid=\d+\s*$/.exec(line) ?? [];
    if (path !== undefined) cgroup = { pid: Number(named), path };
    const kill =
      /^(\S{10,40}) (Memory cgroup out of memory|Out of memory).*?: Killed process (\d{1,10}) \((.*)\) total-vm:.*?anon-rss:(\d{1,15})kB/.exec(
        line,
      );
    if (kill === null) continue;
    const [, at = "", why, pid, process = "", anonymous] = kill;
    const cgroupPath = cgroup?.pid === Number(pid) ? cgroup.path : "";
    kills.push({
      at: at.replace(/,\d+/, "").replace("+00:00", "Z"),
      process,
      pid: Number(pid),
      anonymous: Number(anonymous) * 1024,
      limited: why === "Memory cgroup out of memory",
      ofTarget: header !== undefined && isOfTarget(cgroupPath, process, header),
      cgroup: cgroupPath,
    });
  }
  if (header === undefined)
    return { facts: {}, notes: [], problem: { code: "no-output", message: "nothing was read of the kernel's log" } };
  const latest = kills.toReversed();
  const [last] = latest;
  const ofTarget = latest.filter((one) => one.ofTarget);
  const relevant = latest.filter((one) => one.ofTarget || !one.limited);
  const facts: Facts = {
    kills: table(
      oomHistoryFactDeclarations.kills,
      relevant
        .slice(0, maxKills)
        .map((one) => [...[one.at, one.process, one.pid, one.anonymous], ...[one.limited, one.ofTarget, one.cgroup]]),
    ),
    count: number(kills.length, "count"),
    nodeWide: number(kills.filter(({ limited }) => !limited).length, "count"),
    targetKills: number(ofTarget.length, "count"),
    ...targetKillFacts(ofTarget[0], header),
    ...(last === undefined ? {} : { lastAt: string(last.at), lastProcess: string(last.process) }),
  };
  return { facts, notes: [] };
}

function targetKillFacts(kill: Kill | undefined, { now }: OomLogHeader): Facts {
  if (kill === undefined) return {};
  const seconds = (Date.parse(now) - Date.parse(kill.at)) / 1000;
  return {
    targetKillHeld: number(kill.anonymous, "bytes"),
    ...(Number.isFinite(seconds) ? { sinceTargetKill: number(Math.max(0, seconds), "seconds") } : {}),
  };
}
