import { textLines } from "../text-lines.ts";
import { maxFrame, type OutstandingStack, type TracedFrame } from "./outstanding.ts";

/**
 * What memleak of BCC and of libbpf-tools print at each interval, leaf first; the last interval holds all that counts:
 *
 *     [17:33:22] Top 5 stacks with outstanding allocations:
 *     	794624 bytes in 194 allocations from stack
 *     		0x000055fe91fef1b8	cache_insert+0xf [leak]
 *     	0 [<000055fe91fef1b8>] cache_insert+0xf [/srv/leak]        (libbpf-tools)
 *
 * An interval that was cut off is not taken where there is one before it.
 *
 * @returns undefined without a whole interval.
 */
export function parseMemleak(body: Uint8Array, isPartial: boolean): OutstandingStack[] | undefined {
  let whole: OutstandingStack[] | undefined;
  let current: OutstandingStack[] | undefined;
  let frames: TracedFrame[] = [];
  for (const line of textLines(body)) {
    if (intervalLine.test(line)) {
      whole = current ?? whole;
      current = [];
      continue;
    }
    if (current === undefined) continue;
    // libbpf-tools' last word, also after SIGINT.
    if (line === "done") {
      whole = current;
      current = undefined;
      continue;
    }
    const [, bytes, count] = stackLine.exec(line) ?? [];
    if (bytes !== undefined) {
      frames = [];
      current.push({ frames, bytes: Number(bytes), count: Number(count) });
    } else {
      const frame = memleakFrame(line);
      if (frame !== undefined) frames.push(frame);
    }
  }
  return isPartial ? (whole ?? current) : (current ?? whole);
}

/** What begins an interval: `[17:33:22] Top 5 stacks with outstanding allocations:`. */
export const intervalLine = /^\[\d+:\d+:\d+\] Top \d+ stacks with outstanding allocations/;

/** What begins a stack: its bytes and its allocations. */
export const stackLine = /^\s*(\d{1,19}) bytes in (\d{1,19}) allocations from stack$/;

/** BCC 0.26 prints the name alone, later ones the address before it. The module stands in brackets at the end. */
export function memleakFrame(line: string): TracedFrame | undefined {
  const text = line.slice(0, maxFrame);
  const [, rest] = /^\t+(?:0x[0-9a-f]+\t|\d+ \[<[0-9a-f]+>\] ?)?(.*)$/.exec(text) ?? [];
  if (rest === undefined) return undefined;
  const [, written = "", module = ""] = /^(.*?) ?\[([^[\]]*)\]$/.exec(rest) ?? [undefined, rest];
  const symbol = written.replace(/\+0x[0-9a-f]+$/, "");
  return symbol === "" || rest === "[unknown]" ? { symbol: "[unknown]", module } : { symbol, module };
}
