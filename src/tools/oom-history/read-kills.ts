import { isOfTarget } from "./is-of-target.ts";
import type { Kill } from "./kill.ts";
import { isOomLine, isReportStart, type OomLogHeader, readHeader, readSummary } from "./oom-log.ts";
import { readReport, scopeOf } from "./oom-report.ts";

type Summary = NonNullable<ReturnType<typeof readSummary>>;

/**
 * A report, if it was kept, then two lines for one kill: `oom-kill:…,task_memcg=/x,task=NAME,pid=1,…` and `… Killed process 1
 * (NAME) …anon-rss:…kB`. With memory.oom.group more lines of the second kind follow, of all processes of a cgroup.
 */
export function readKills(lines: Iterable<string>): { header: OomLogHeader | undefined; kills: readonly Kill[] } {
  const kills: Kill[] = [];
  let header: OomLogHeader | undefined;
  let report: string[] = [];
  let summary: Summary | undefined;
  let groupSince: Summary | undefined;
  for (const line of lines) {
    header ??= readHeader(line);
    if (isReportStart(line)) report = [];
    if (!isOomLine(line)) {
      if (/ are going to be killed due to memory\.oom\.group set/.test(line)) groupSince = summary;
      else report.push(line);
      continue;
    }
    if (line.includes(" oom-kill:constraint=")) {
      summary = readSummary(line);
      continue;
    }
    const read = readKilled(line);
    if (read === undefined) continue;
    // Of those that die with the one that was chosen only their cgroup is known to be the same, or below it.
    const inGroup = groupSince !== undefined && groupSince === summary;
    const mine = summary?.pid === read.pid || inGroup ? summary : undefined;
    const cgroup = mine?.taskMemcg ?? "";
    const isChosen = summary?.pid === read.pid;
    kills.push({
      ...read,
      cgroup,
      inGroup,
      ofTarget: header !== undefined && isOfTarget(cgroup, read.process, header),
      ...(mine === undefined ? {} : { scope: scopeOf(mine) }),
      ...(mine?.oomMemcg === undefined ? {} : { limitCgroup: mine.oomMemcg }),
      ...(isChosen && report.length > 1 ? { report: readReport(report, line) } : {}),
    });
    report = [];
  }
  return { header, kills: withGroups(kills) };
}

/** The one that was chosen dies with its group as well, and is told of before it. */
function withGroups(kills: readonly Kill[]): Kill[] {
  return kills.map((kill, index) => {
    const next = kills[index + 1];
    return next?.inGroup === true && next.cgroup === kill.cgroup ? { ...kill, inGroup: true } : kill;
  });
}

function readKilled(line: string) {
  const [, at = "", why, pid, process = "", anonymous, file, shared, scoreAdj] =
    /^(\S{10,40}) (Memory cgroup out of memory|Out of memory).*?: Killed process (\d{1,10}) \((.*)\) total-vm:.*?anon-rss:(\d{1,15})kB(?:, file-rss:(\d{1,15})kB)?(?:, shmem-rss:(\d{1,15})kB)?(?:.* oom_score_adj:(-?\d{1,4}))?/.exec(
      line,
    ) ?? [];
  if (pid === undefined) return undefined;
  return {
    at: at.replace(/,\d+/, "").replace("+00:00", "Z"),
    process,
    pid: Number(pid),
    anonymous: Number(anonymous) * 1024,
    file: Number(file ?? 0) * 1024,
    shared: Number(shared ?? 0) * 1024,
    scoreAdj: Number(scoreAdj ?? 0),
    limited: why === "Memory cgroup out of memory",
  };
}
