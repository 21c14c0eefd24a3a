import { parseLog2Histogram } from "../histogram/log2-histogram.ts";
import { textLines } from "../text-lines.ts";
import type { EndedProcesses, Origin } from "./process-start.ts";

export interface TracedStarts {
  readonly seconds: number;
  readonly ended: readonly EndedProcesses[];
  readonly origins: readonly Origin[];
  /** CPU time of those that used little each. */
  readonly briefUs: number;
  readonly times: ReturnType<typeof parseLog2Histogram>;
  /** `parent\tprogram` → command lines, as the first of them were called. */
  readonly commands: ReadonlyMap<string, string>;
}

interface Sums {
  readonly program: string;
  readonly parent: string;
  readonly origin: number;
  readonly forkOnly: boolean;
  readonly of: Record<string, number>;
}

/** `@ended[ROOT, PARENT, PROGRAM, RAN]: COUNT`, and the sums under the same keys. Names may hold anything, commas too. */
const sum = /^@(ended|cpu|life|broken)\[(\d{1,10}), (.{0,16}), (.{0,16}), ([01])\]: (\d{1,18})$/;

/** What `startsScript` prints; undefined where its end, which tells how long it watched, is missing. */
export function parseStartsMaps(bytes: Uint8Array): TracedStarts | undefined {
  const sums = new Map<string, Sums>();
  const starts = new Map<number, Map<number, number>>();
  const names = new Map<number, string>();
  const commands = new Map<string, string>();
  let runner: number | undefined;
  let watchedNs = 0;
  let briefUs = 0;
  for (const line of textLines(bytes)) {
    const [, map = "", root, parent = "", program = "", ran, value] = sum.exec(line) ?? [];
    if (root !== undefined) {
      const key = `${root}\t${parent}\t${program}\t${ran}`;
      const known = sums.get(key) ?? { program, parent, origin: Number(root), forkOnly: ran === "0", of: {} };
      known.of[map] = Number(value);
      sums.set(key, known);
      continue;
    }
    const [, origin, second, count] = /^@starts\[(\d{1,10}), (\d{1,6})\]: (\d{1,12})$/.exec(line) ?? [];
    if (origin !== undefined) {
      const known = starts.get(Number(origin)) ?? new Map<number, number>();
      starts.set(Number(origin), known.set(Number(second), Number(count)));
    }
    const [, named, name = ""] = /^@name\[(\d{1,10})\]: (.{0,16})$/.exec(line) ?? [];
    if (named !== undefined) names.set(Number(named), name);
    const [, caller, called, words = ""] = /^exec (.{0,16}?)\t(.{0,16}?)\t(.{0,1024})$/.exec(line) ?? [];
    const place = `${caller}\t${called}`;
    if (caller !== undefined && !commands.has(place)) commands.set(place, commandOf(words));
    runner ??= numberAfter(line, /^watching, runner (\d{1,10})$/);
    watchedNs = numberAfter(line, /^watched (\d{1,19})$/) ?? watchedNs;
    const [, whose, brief] = /^@brief\[(\d{1,10})\]: (\d{1,18})$/.exec(line) ?? [];
    if (whose !== undefined && Number(whose) !== runner) briefUs += Number(brief);
  }
  if (watchedNs === 0) return undefined;
  // What diag's runner starts itself is none of the node's.
  const groups = [...sums.values()].filter(({ origin }) => origin !== runner);
  return {
    seconds: watchedNs / 1e9,
    ended: groups.map(({ of, ...group }) => ({
      ...group,
      count: of["ended"] ?? 0,
      cpuUs: of["cpu"] ?? 0,
      lifeUs: of["life"] ?? 0,
      broken: of["broken"] ?? 0,
    })),
    origins: Array.from(starts, ([pid, one]) => ({ pid, name: names.get(pid) ?? "", starts: one })).filter(
      ({ pid }) => pid !== runner,
    ),
    briefUs,
    times: parseLog2Histogram(bytes),
    commands,
  };
}

function numberAfter(line: string, pattern: RegExp): number | undefined {
  const text = pattern.exec(line)?.[1];
  return text === undefined ? undefined : Number(text);
}

/** `%r` of bpftrace: what is not printed stands as `\xNN`; arguments end with `\x00`. */
function commandOf(escaped: string): string {
  return escaped.replaceAll("\\x00", " ").trim();
}
