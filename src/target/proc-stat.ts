/** The fields of /proc/PID/stat that diag uses (proc_pid_stat(5)). */
export interface ProcStat {
  /** May hold anything but NUL: spaces, brackets, newlines. */
  readonly comm: string;
  readonly state: string;
  readonly parent: number;
  /** Field 22: clock ticks between boot and the start of the process. */
  readonly startTicks: number;
}

/** The command name is in brackets and may hold brackets itself: the last `)` ends it. */
export function parseProcStat(text: string): ProcStat | undefined {
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  if (open < 0 || close < open) return undefined;
  const fields = text.slice(close + 2).split(" ");
  const startTicks = Number(fields[19]);
  if (!Number.isSafeInteger(startTicks)) return undefined;
  return { comm: text.slice(open + 1, close), state: fields[0] ?? "?", parent: Number(fields[1]), startTicks };
}
