import { textLines } from "../text-lines.ts";
import { maxFrame, type OutstandingStack, type TracedFrame } from "./outstanding.ts";

/**
 * What the script of `bpftrace-script.ts` prints at its end: a line, and two maps with stacks in `perf` mode, leaf first:
 *
 *     outstanding:
 *     @bytes_of[
 *     	56237e7811a2 cache_insert+9 (/srv/leak)
 *     ]: 1576960
 *     @count_of[
 *     	…
 *     ]: 385
 *
 * @returns undefined where it did not come to its end.
 */
export function parseBpftraceOutstanding(body: Uint8Array): OutstandingStack[] | undefined {
  let hasEnded = false;
  const stacks = new Map<string, { frames: readonly TracedFrame[]; bytes: number; count: number }>();
  let entry: { map: "bytes" | "count"; lines: string[] } | undefined;
  const finish = (value: number) => {
    if (entry === undefined || !Number.isSafeInteger(value) || value <= 0) return;
    const key = entry.lines.join("\n");
    const stack = stacks.get(key) ?? { frames: entry.lines.map(frameOf), bytes: 0, count: 0 };
    stack[entry.map] += value;
    stacks.set(key, stack);
  };
  for (const line of textLines(body)) {
    hasEnded ||= line === "outstanding:";
    const [, map, rest = ""] = /^@(bytes|count)_of\[(.*)$/.exec(line) ?? [];
    if (map !== undefined) {
      entry = { map: map === "bytes" ? "bytes" : "count", lines: [] };
      // A stack that was lost is empty.
      const [, whole] = /^\]: (-?\d{1,19})$/.exec(rest) ?? [];
      if (whole !== undefined) {
        finish(Number(whole));
        entry = undefined;
      }
    } else if (line.startsWith("\t")) entry?.lines.push(line.slice(0, maxFrame));
    else {
      finish(Number(/^\]: (-?\d{1,19})$/.exec(line)?.[1] ?? 0));
      entry = undefined;
    }
  }
  return hasEnded ? [...stacks.values()].filter(({ bytes }) => bytes > 0) : undefined;
}

/** `\t<address> <symbol>+<offset> (<module>)` */
function frameOf(line: string): TracedFrame {
  const text = line.trimStart();
  const [, symbol = "", module = ""] = /^[0-9a-f]+ (.*?)(?:\+\d+)?(?: \(([^()]*)\))?$/.exec(text) ?? [];
  const isUnknown = symbol === "" || /^(?:0x)?[0-9a-f]+$/.test(symbol);
  return { symbol: isUnknown ? "[unknown]" : symbol, module: module === "[unknown]" ? "" : module };
}
