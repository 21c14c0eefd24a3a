import { kernelFrame, userFrame } from "../stacks/frame.ts";
import { textLines } from "../text-lines.ts";
import type { RawOutput } from "../tool.ts";
import { type Wait, withoutScheduler } from "./wait.ts";
import type { FutexKind } from "./wait-reason.ts";
import { withCaller } from "./wait-site.ts";

export interface TracedWaits {
  readonly waits: readonly Wait[];
  /** How long it was watched; absent where the end of the output is missing. */
  readonly seconds?: number;
  readonly seen: number;
}

/** One entry of a map that bpftrace prints: its keys before the stacks, the stacks leaf first, and its number. */
interface Entry {
  readonly map: string;
  readonly keys: string;
  readonly kernel: readonly string[];
  readonly user: readonly string[];
  readonly value: number;
}

interface OpenWait {
  readonly left?: number;
  readonly how?: number;
  readonly caller?: number;
  readonly comm?: string;
  readonly kernel?: Entry;
  readonly user?: Entry;
}

const kinds: readonly FutexKind[] = ["unknown", "mutex", "condition", "rwlock"];
const maxFrames = 127;

/** What `offCpuScript` prints. Maps of waits that ended, `@total[comm, how, caller, kernel, user]`; of those that did not, by thread; `@name[caller]`. */
export function parseOffCpuMaps(output: RawOutput): TracedWaits {
  const sums = new Map<string, { entry: Entry; us: number; count: number; longestUs: number }>();
  const names = new Map<string, string>();
  const open = new Map<string, OpenWait>();
  let header: { watched: number; now: number; seen: number } | undefined;
  for (const item of entries(output.stdout)) {
    if (typeof item === "string") {
      const [, watched, now, seen] = /^watched (\d{1,19}) now (\d{1,19}) seen (\d{1,12})$/.exec(item) ?? [];
      if (watched !== undefined) header = { watched: Number(watched), now: Number(now), seen: Number(seen) };
      const [, tid = "", comm = ""] = /^@comm\[(\d{1,10})\]: (.*)$/.exec(item) ?? [];
      if (tid !== "") open.set(tid, { ...open.get(tid), comm });
      // bpftrace ends no line after a symbol that is a map's value: several stand in one.
      for (const [, address = "", name = ""] of item.matchAll(/@name\[(\d{1,19})\]: ((?:(?!@name\[).){1,8192})/g)) {
        names.set(address, userFrame(name.replace(/\+\d{1,10}$/, "")));
      }
      continue;
    }
    const { map, keys, value } = item;
    if (map === "left" || map === "how" || map === "caller") open.set(keys, { ...open.get(keys), [map]: value });
    else if (map === "kernel" || map === "user") open.set(keys, { ...open.get(keys), [map]: item });
    else {
      const id = JSON.stringify([keys, item.kernel, item.user]);
      const sum = sums.get(id) ?? { entry: item, us: 0, count: 0, longestUs: 0 };
      if (map === "total") sum.us += value;
      else if (map === "count") sum.count += value;
      else if (map === "longest") sum.longestUs = Math.max(sum.longestUs, value);
      sums.set(id, sum);
    }
  }
  const waits = [...sums.values()].flatMap(({ entry, us, count, longestUs }): Wait[] => {
    const [, thread, how, caller = ""] = /^(.{1,64}), (\d{1,2}), (\d{1,19})$/.exec(entry.keys) ?? [];
    if (thread === undefined || us <= 0) return [];
    const place = placed(thread, Number(how), entry.kernel, withCaller(entry.user, names.get(caller)));
    // The shares of maps are cut to the longest each: what is not among them was at least once.
    return [{ ...place, us, count: Math.max(count, 1), longestUs }];
  });
  if (header === undefined) return { waits, seen: 0 };
  const { watched, now, seen } = header;
  for (const { left, how = 0, caller = 0, comm, kernel, user } of open.values()) {
    if (left === undefined || left <= 0 || comm === undefined || now <= left) continue;
    const us = Math.min(now - left, watched) / 1e3;
    const frames = withCaller(user?.user ?? [], names.get(`${caller}`));
    waits.push({ ...placed(comm, how, kernel?.kernel ?? [], frames), us, count: 1, longestUs: us });
  }
  return { waits, seconds: watched / 1e9, seen };
}

function placed(thread: string, how: number, kernel: readonly string[], user: readonly string[]) {
  return {
    thread,
    blocked: how % 2 === 1,
    futex: kinds[Math.floor(how / 2)] ?? "unknown",
    kernel: withoutScheduler(kernel),
    user,
  };
}

/**
 * Stacks begin with `\t`. After a key that is a stack stands `, `, after the last one `]: N`; a map whose value is a stack
 * has no `]: N`, and ends where another begins. A line that is none of these is given as it is.
 */
function* entries(bytes: Uint8Array): Generator<Entry | string> {
  const named = new Map<string, string>();
  let open: { map: string; keys: string; kernel: string[]; user: string[]; isUser: boolean } | undefined;
  let isValue = false;
  const done = (value: number): Entry => ({ ...(open as NonNullable<typeof open>), value });
  for (const line of textLines(bytes)) {
    if (line.startsWith("\t")) {
      const frames = open === undefined ? undefined : open.isUser ? open.user : open.kernel;
      if (open !== undefined && frames !== undefined && frames.length < maxFrames)
        frames.push(frame(line, open.isUser, named));
      continue;
    }
    if (open !== undefined && !isValue && (line === ", " || line === ",")) {
      open.isUser = true;
      continue;
    }
    const [, end] = /^(?:, )?\]: (\d{1,18})$/.exec(line) ?? [];
    if (open !== undefined && (isValue || end !== undefined)) {
      yield done(Number(end ?? 0));
      open = undefined;
      if (end !== undefined) continue;
    }
    const value = /^@(kernel|user)\[(\d{1,10})\]: ?$/.exec(line);
    const whole = /^@(\w{1,16})\[([^\t]{1,80}?)(?:, , )?\]: (\d{1,19})$/.exec(line);
    const start = /^@(total|count|longest)\[([^\t]{1,80}?), (, )?$/.exec(line);
    isValue = value !== null;
    if (value !== null)
      open = { map: value[1] as string, keys: value[2] as string, kernel: [], user: [], isUser: value[1] === "user" };
    else if (whole !== null && whole[1] !== "comm")
      yield { map: whole[1] as string, keys: whole[2] as string, kernel: [], user: [], value: Number(whole[3]) };
    else if (start !== null)
      open = {
        map: start[1] as string,
        keys: start[2] as string,
        kernel: [],
        user: [],
        isUser: start[3] !== undefined,
      };
    else yield line;
  }
  if (open !== undefined && isValue) yield done(0);
}

/** Longest frame that is read: what is beyond is no name, and the pattern stays cheap. */
const maxFrame = 8_192;

/** `\t<address> <symbol>+<offset> (<module>)`; the module is missing for the kernel, and is `[unknown]` where nothing is known. */
function frame(line: string, isUser: boolean, named: Map<string, string>): string {
  const text = line.slice(line.indexOf(" ") + 1, maxFrame);
  const known = named.get(text);
  if (known !== undefined) return known;
  const [, symbol = "", , module] = /^(.*?)(\+\d+)?(?: \(([^()]*)\))?$/.exec(text) ?? [];
  const result = isUser ? userFrame(symbol, module ?? "") : kernelFrame(symbol);
  named.set(text, result);
  return result;
}
