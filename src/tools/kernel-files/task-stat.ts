/** The fields of /proc/PID/stat and /proc/PID/task/TID/stat that tools use, from proc_pid_stat(5). */
export interface TaskStat {
  /** May hold anything but NUL: blanks, brackets, line ends. */
  readonly comm: string;
  /** `R` running, `S` sleeping, `D` in uninterruptible wait, `Z` zombie… */
  readonly state: string;
  readonly parent: number;
  /** Fields 14 and 15, in seconds. */
  readonly userSeconds: number;
  readonly systemSeconds: number;
  /** Fields 16 and 17: of its children that ended and were waited for, and of theirs. */
  readonly reapedSeconds: number;
  readonly threads: number;
  /** Field 22: clock ticks between boot and the start. With the id it names a task for good. */
  readonly startTicks: number;
}

/** USER_HZ (sysconf(_SC_CLK_TCK)): 100 on every architecture that Node runs on. */
export const ticksPerSecond = 100;

/** The command name is in brackets and may hold brackets itself: the last `)` ends it. */
export function parseTaskStat(text: string | undefined): TaskStat | undefined {
  if (text === undefined) return undefined;
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  if (open < 0 || close < open) return undefined;
  const fields = text.slice(close + 2).split(" ");
  const field = (number: number) => Number(fields[number - 3]);
  const stat = {
    comm: text.slice(open + 1, close),
    state: fields[0] ?? "?",
    parent: field(4),
    userSeconds: field(14) / ticksPerSecond,
    systemSeconds: field(15) / ticksPerSecond,
    reapedSeconds: (field(16) + field(17)) / ticksPerSecond,
    threads: field(20),
    startTicks: field(22),
  };
  const numbers = [
    stat.parent,
    stat.userSeconds,
    stat.systemSeconds,
    stat.reapedSeconds,
    stat.threads,
    stat.startTicks,
  ];
  return numbers.every((value) => Number.isFinite(value)) ? stat : undefined;
}
