import type { Interval } from "../../documents/facts.generated.ts";
import { decodeText } from "../text-lines.ts";
import { parseLog2Histogram } from "./log2-histogram.ts";

const clock = /^\d\d:\d\d:\d\d[ \t]*$/m;
const encoder = new TextEncoder();

/**
 * The histograms of output in which each second's begins with a line of the time of day: `-T` of the BCC tools, `time()` of
 * bpftrace. The clock has whole seconds only, so their order tells the time: the first ends a second after the start.
 */
export function intervalHistograms(bytes: Uint8Array): Interval[] {
  return decodeText(bytes)
    .split(clock)
    .slice(1)
    .map((text, index) => ({
      from: index,
      to: index + 1,
      buckets: parseLog2Histogram(encoder.encode(text)).filter(({ count }) => count > 0),
    }));
}
