import { isOfTarget } from "./is-of-target.ts";

/** What `diag helper oom-log` prints above the lines of the kernel's log, as a line of JSON. */
export interface OomLogHeader {
  readonly kind: "oom-log";
  /** ISO 8601. */
  readonly now: string;
  /** The target's cgroup as a directory, and the name of its main process. */
  readonly cgroup?: string;
  readonly process?: string;
  /** Of a container that has ended: there is no cgroup any more, but the log names it. */
  readonly container?: string;
  /** The target is the whole node: every kill is of it. */
  readonly host?: true;
}

/** The two lines of mm/oom_kill.c that tell of one kill: dump_oom_victim() and __oom_kill_process(). */
export const isOomLine = (line: string): boolean =>
  / oom-kill:constraint=| [Oo]ut of memory.*: Killed process /.test(line);

/** The first line of a report: dump_header(). */
export const isReportStart = (line: string): boolean => / invoked oom-killer: /.test(line);

/**
 * Lines between the two that say who held what: of mem_cgroup_print_oom_meminfo(), dump_tasks() and show_mem(). Registers,
 * call traces and code bytes are left out. Before Linux 6.4 the counters of a cgroup v2 are one message of many lines,
 * of which only the first bears a time.
 */
const reportLine = new RegExp(
  [
    "(?:memory|memory\\+swap|swap|kmem): usage \\d+kB, limit \\d+kB",
    "Memory cgroup stats for ",
    "(?:total_)?(?:cache|rss|shmem|swap|unevictable|inactive_file|active_file|dirty|writeback) \\d+$",
    "(?:anon|file|kernel|kernel_stack|pagetables|percpu|sock|slab|slab_unreclaimable|zswap) \\d+$",
    "Tasks state ",
    "\\[ *pid *\\]",
    "\\[ *\\d+\\] +\\d+ ",
    "active_anon:\\d+|active_file:\\d+|unevictable:\\d+|slab_reclaimable:\\d+|mapped:\\d+|free:\\d+",
    "(?:Free|Total) swap +=",
    "\\d+ pages (?:RAM|reserved)$",
    "Tasks in .* are going to be killed due to memory\\.oom\\.group set",
  ]
    .map((one) => `(?:^|[\\s])(?:${one})`)
    .join("|"),
);

/** The report of a node lists every process of it: those that held most are enough. */
const mostTasks = 30;
/** More than these are one and the same trouble again and again; of each the two lines of the kill are kept. */
const mostReports = 20;

/**
 * The lines of the kernel's log that may leave the node: of every kill its two lines; of the target's kills, and of those
 * for which the whole node was short, also the report above them.
 */
export function keptLines(log: Iterable<string>, header: OomLogHeader): string[] {
  const kept: (string | readonly string[])[] = [];
  let report: string[] | undefined;
  for (const line of log) {
    if (isReportStart(line)) report = [line];
    else if (isOomLine(line)) {
      if (report !== undefined && line.includes(" oom-kill:")) {
        if (isWorthTelling(line, header)) kept.push(heaviestTasks(report));
        report = undefined;
      }
      kept.push(line);
    } else if (report !== undefined && reportLine.test(line)) report.push(line);
    else if (/ are going to be killed due to memory\.oom\.group set/.test(line)) kept.push(line);
  }
  let reports = kept.filter((one) => typeof one !== "string").length;
  return kept.flatMap((one) => (typeof one === "string" ? [one] : reports-- > mostReports ? [] : one));
}

/** The fields of the line that sums a report up; a name may hold commas, a cgroup cannot hold the next key. */
export function readSummary(line: string) {
  const [, constraint, middle = "", taskMemcg, name, pid] =
    / oom-kill:constraint=(\w+),(.*?),task_memcg=([^,]*),task=(.*),pid=(\d{1,10}),uid=\d+\s*$/.exec(line) ?? [];
  if (constraint === undefined || taskMemcg === undefined || name === undefined) return undefined;
  return {
    constraint,
    oomMemcg: /(?:^|,)oom_memcg=([^,]*)$/.exec(middle)?.[1],
    taskMemcg,
    name,
    pid: Number(pid),
  };
}

function isWorthTelling(summary: string, header: OomLogHeader): boolean {
  const read = readSummary(summary);
  if (read === undefined) return false;
  return (
    header.host === true || read.constraint !== "CONSTRAINT_MEMCG" || isOfTarget(read.taskMemcg, read.name, header)
  );
}

function heaviestTasks(report: readonly string[]): string[] {
  const head = report.find((line) => /\[ *pid *\]/.test(line));
  const columns = head === undefined ? [] : taskWords(head);
  const [rss, swap] = [columns.indexOf("rss"), columns.indexOf("swapents")];
  const rows = report.filter(isTaskRow);
  const weight = (line: string) => {
    const words = taskWords(line);
    return Number(words[rss] ?? 0) + Number(words[swap] ?? 0);
  };
  const chosen = new Set(rows.toSorted((a, b) => weight(b) - weight(a)).slice(0, mostTasks));
  return report.filter((line) => !isTaskRow(line) || chosen.has(line));
}

export function isTaskRow(line: string): boolean {
  return /\[ *\d+\] +\d+ +\d+ +\d+ /.test(line);
}

/** The words of a row, or of the head, of the table of tasks: `pid`, `uid`, `tgid`… */
export function taskWords(line: string): string[] {
  const [, pid = "", rest = ""] = /\[ *(\d+|pid) *\] +(.*)$/.exec(line) ?? [];
  return [pid, ...rest.split(/ +/)];
}

export function readHeader(line: string): OomLogHeader | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || !("kind" in value) || value.kind !== "oom-log") return undefined;
  const text = (name: "now" | "cgroup" | "process" | "container") => {
    const one: unknown = name in value ? (value as Record<string, unknown>)[name] : undefined;
    return typeof one === "string" ? one : undefined;
  };
  const [cgroup, process, container] = [text("cgroup"), text("process"), text("container")];
  return {
    kind: "oom-log",
    now: text("now") ?? "",
    ...(cgroup === undefined ? {} : { cgroup }),
    ...(process === undefined ? {} : { process }),
    ...(container === undefined ? {} : { container }),
    ...("host" in value && value.host === true ? { host: true } : {}),
  };
}
