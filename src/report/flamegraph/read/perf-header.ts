export interface PerfHeader {
  readonly comm: string;
  readonly event?: string;
  /** How many events the sample stands for. */
  readonly period?: number;
  /** What follows the event: the address, where there is no stack. */
  readonly rest: string;
}

/** Longer ones are none: a comm has 15 bytes, and the pattern stays cheap. */
const longest = 400;

/** `comm pid/tid [cpu] flags time: period event: address symbol (module)`; of all but comm, pid and time any may be missing. */
const withTime =
  /^\s*(\S.*?)\s+-?\d{1,10}(?:\/-?\d{1,10})?\s+(?:\[\d+\]\s+)?(?:[\w.+-]{1,12}\s+)?\d{1,12}\.\d{3,9}:\s+(?:(\d{1,19})\s+)?(\S+?):(?:\s+(.*))?$/;

/** With `-F comm,pid,tid,ip,sym,dso`, or no event: `comm pid/tid`, `comm pid/tid [cpu] time:`. */
const bare = /^\s*(\S.*?)\s+-?\d{1,10}(?:\/-?\d{1,10})?(?:\s+\[\d+\])?(?:\s+\d{1,12}\.\d{3,9}:)?\s*$/;

/** The line that begins a sample of perf-script(1). */
export function perfHeader(line: string): PerfHeader | undefined {
  const text = line.slice(0, longest);
  const [, comm, period, event, rest = ""] = withTime.exec(text) ?? [];
  if (comm !== undefined && event !== undefined)
    return { comm, event, ...(period === undefined ? {} : { period: Number(period) }), rest };
  const [, thread] = bare.exec(text) ?? [];
  return thread === undefined ? undefined : { comm: thread, rest: "" };
}
