/** What `diag helper oom-log` prints above the lines of the kernel's log, as a line of JSON. */
export interface OomLogHeader {
  readonly kind: "oom-log";
  /** ISO 8601. */
  readonly now: string;
  /** The target's cgroup as a directory, and the name of its main process. */
  readonly cgroup?: string;
  readonly process?: string;
}

/** The two lines of mm/oom_kill.c that tell of one kill: dump_oom_summary() and __oom_kill_process(). */
export const isOomLine = (line: string): boolean =>
  / oom-kill:constraint=| [Oo]ut of memory.*: Killed process /.test(line);

export function readHeader(line: string): OomLogHeader | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || !("kind" in value) || value.kind !== "oom-log") return undefined;
  const text = (name: "now" | "cgroup" | "process") => {
    const one: unknown = name in value ? (value as Record<string, unknown>)[name] : undefined;
    return typeof one === "string" ? one : undefined;
  };
  const [cgroup, process] = [text("cgroup"), text("process")];
  return {
    kind: "oom-log",
    now: text("now") ?? "",
    ...(cgroup === undefined ? {} : { cgroup }),
    ...(process === undefined ? {} : { process }),
  };
}
