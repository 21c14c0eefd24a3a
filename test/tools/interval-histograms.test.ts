import { describe, expect, it } from "vitest";
import { intervalHistograms } from "../../src/tools/histogram/interval-histograms.ts";
import { mergeIntervals } from "../../src/tools/histogram/merge-intervals.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** As runqlat of libbpf-tools prints with -T, an interval without waits among them. */
const libbpf = `Tracing run queue latency... Hit Ctrl-C to end.

17:16:14
     usecs               : count    distribution
         2 -> 3          : 455      |********************|
         4 -> 7          : 0        |                    |
         8 -> 15         : 41       |*                   |

17:16:15

17:16:16
     usecs               : count    distribution
         8 -> 15         : 9        |********************|
`;

const bpftrace = "17:16:14\n@usecs: \n[2, 4)  35 |@@@@|\n\n17:16:15\n@usecs: \n[16K, 32K)  4 |@@@@|\n\n\n\n";

describe("histograms of each second", () => {
  it("are apart by the lines of time, and one without waits keeps its second", () => {
    expect(intervalHistograms(bytes(libbpf))).toEqual([
      {
        from: 0,
        to: 1,
        buckets: [
          { low: 2, high: 4, count: 455 },
          { low: 8, high: 16, count: 41 },
        ],
      },
      { from: 1, to: 2, buckets: [] },
      { from: 2, to: 3, buckets: [{ low: 8, high: 16, count: 9 }] },
    ]);
  });

  it("by bpftrace", () => {
    expect(intervalHistograms(bytes(bpftrace)).map(({ buckets }) => buckets)).toEqual([
      [{ low: 2, high: 4, count: 35 }],
      [{ low: 16_384, high: 32_768, count: 4 }],
    ]);
  });

  it("are none in output that is not by the second", () => {
    expect(intervalHistograms(bytes("     usecs : count\n         2 -> 3          : 455      |*|\n"))).toEqual([]);
  });

  it("together are the histogram of all", () => {
    expect(mergeIntervals(intervalHistograms(bytes(libbpf)))).toEqual([
      { low: 2, high: 4, count: 455 },
      { low: 8, high: 16, count: 50 },
    ]);
  });
});
