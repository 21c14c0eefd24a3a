import { textLines } from "../text-lines.ts";
import { bpftraceFrame } from "./bpftrace-frame.ts";

/** One entry of a map that bpftrace prints, `@map[keys, user stack]: value`, where each but the map may be missing. */
export interface MapEntry {
  readonly map: string;
  /** As they are printed, without the stack. */
  readonly keys: string;
  /** The value where it is no stack and no histogram. */
  readonly value: string;
  /** The last key or the value: leaf first. */
  readonly user: readonly string[];
  /** Lines of a histogram. */
  readonly histogram: readonly string[];
}

const maxFrames = 127;
const maxKeys = 256;

interface OpenEntry extends MapEntry {
  readonly isKey: boolean;
  readonly user: string[];
  readonly histogram: string[];
}

/**
 * Entries of maps with at most one stack, a user stack in `perf` mode, and lines that are none of them. A stack's lines begin with
 * `\t`; one that is a key ends with `]: VALUE`, one that is a value where something else begins, as a histogram does.
 */
export function* bpftraceMaps(bytes: Uint8Array): Generator<MapEntry | string> {
  const named = new Map<string, string>();
  let open: OpenEntry | undefined;
  for (const line of textLines(bytes)) {
    if (open !== undefined) {
      if (line.startsWith("\t")) {
        if (open.user.length < maxFrames) open.user.push(bpftraceFrame(line, true, named));
        continue;
      }
      if (!open.isKey && line.startsWith("[")) {
        open.histogram.push(line);
        continue;
      }
      const end = open.isKey ? /^(?:, )?\]: (\d{1,19})$/.exec(line) : null;
      if (!open.isKey || end !== null) yield { ...open, value: end?.[1] ?? "" };
      else if (line === "") continue;
      open = undefined;
      if (end !== null) continue;
    }
    const [, map, keys = "", value = ""] = /^@(\w{1,16})\[([^\t]+?)(?:, )?\]:(?: (.*))?$/.exec(line) ?? [];
    const start = /^@(\w{1,16})\[([^\t]+), ?$/.exec(line);
    if (start !== null)
      open = {
        map: start[1] as string,
        keys: (start[2] as string).slice(0, maxKeys),
        value: "",
        user: [],
        histogram: [],
        isKey: true,
      };
    else if (map === undefined) yield line;
    else if (value === "")
      open = { map, keys: keys.slice(0, maxKeys), value: "", user: [], histogram: [], isKey: false };
    else yield { map, keys: keys.slice(0, maxKeys), value, user: [], histogram: [] };
  }
  if (open !== undefined && !open.isKey) yield open;
}
