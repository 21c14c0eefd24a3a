import { textLines } from "../text-lines.ts";
import type { CallSums } from "./traced-calls.ts";

/** A call that leaves its CPU takes longer on average; one that does not seldom does, also with the 10 µs that perf makes of each. */
const waitsFromUs = 50;

/** `   NAME  CALLS  ERRORS  TOTAL  MIN  AVG  MAX  STDDEV%`, times in milliseconds (thread__dump_stats of tools/perf/builtin-trace.c). */
const row = /^ {3}(\w{1,32}) +(\d{1,12}) +(\d{1,12}) +(\d{1,12}\.\d{3}) /;
/** Below it, one for each errno of those that failed. */
const errorRow = /^\t+ *(E[A-Z0-9]{1,15}): (\d{1,12})$/;

interface CallOfAll {
  count: number;
  us: number;
  readonly errors: Map<string, number>;
}

/**
 * What `perf trace -s --errno-summary` prints, a table for each thread, added up by call; undefined where there is none.
 * Time goes to errors as their number does.
 */
export function parsePerfSummary(bytes: Uint8Array): CallSums[] | undefined {
  const calls = new Map<string, CallOfAll>();
  let last: CallOfAll | undefined;
  let isSummary = false;
  for (const line of textLines(bytes)) {
    isSummary ||= line.startsWith(" Summary of events");
    const [, call, count, , total] = row.exec(line) ?? [];
    if (call !== undefined) {
      last = calls.get(call) ?? { count: 0, us: 0, errors: new Map() };
      calls.set(call, last);
      last.count += Number(count);
      last.us += Number(total) * 1e3;
      continue;
    }
    const [, error, failed] = errorRow.exec(line) ?? [];
    if (error !== undefined) last?.errors.set(error, (last.errors.get(error) ?? 0) + Number(failed));
  }
  if (!isSummary) return undefined;
  return [...calls].flatMap(([call, { count, us, errors }]) => {
    const failed = [...errors.values()].reduce((sum, one) => sum + one, 0);
    const waits = us / count >= waitsFromUs;
    return [["", Math.max(0, count - failed)] as const, ...errors].flatMap(([error, part]) => {
      const partUs = (us * part) / count;
      const quick = waits ? { quick: 0, quickUs: 0 } : { quick: part, quickUs: partUs };
      return part === 0 ? [] : [{ call, error, count: part, us: partUs, ...quick, empty: 0 }];
    });
  });
}
