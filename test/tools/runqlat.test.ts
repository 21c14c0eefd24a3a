import { describe, expect, it } from "vitest";
import { parseLog2Histogram } from "../../src/tools/histogram/log2-histogram.ts";
import { certainShareFrom, quantileBucket } from "../../src/tools/histogram/quantile.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

describe("three busy programs on two CPUs", () => {
  it("wait by libbpf", () => {
    expect(plain(parseRecording("runqlat/libbpf-hot-2").facts)).toEqual({
      latency: [
        "4..8: 3",
        "8..16: 9",
        "16..32: 11",
        "32..64: 5",
        "64..128: 13",
        "128..256: 7",
        "256..512: 10",
        "512..1024: 10",
        "1024..2048: 2",
        "2048..4096: 10",
        "4096..8192: 16",
        "8192..16384: 32",
        "16384..32768: 25",
        "32768..65536: 8",
        "65536..131072: 1",
        "131072..262144: 1",
      ],
      latencyOverTime: [
        "0..1: 4: 1, 8: 5, 16: 4, 32: 1, 64: 4, 128: 4, 256: 8, 512: 3, 2048: 3, 4096: 10, 8192: 25, 16384: 12, 32768: 5",
        "1..2: 4: 2, 8: 4, 16: 7, 32: 4, 64: 9, 128: 3, 256: 2, 512: 7, 1024: 2, 2048: 7, 4096: 6, 8192: 7, 16384: 13, 32768: 3, 65536: 1, 131072: 1",
      ],
      waits: 163,
      waiting: 61.42,
      p50High: 8192,
      p99High: 131072,
      maxHigh: 262144,
      over1ms: 58.28,
      over10ms: 21.47,
    });
  });

  it("wait by bpftrace", () => {
    expect(plain(parseRecording("runqlat/bpftrace-hot-2").facts)).toMatchObject({
      waits: 124,
      waiting: 59.58,
      p50High: 8192,
      p99High: 131072,
      maxHigh: 262144,
      over1ms: 83.87,
      over10ms: 23.39,
    });
  });

  it("are not taken for idle when BCC was compiled with another kernel's headers", () => {
    const { facts, problem } = parseRecording("runqlat/bcc-hot-2");
    expect(facts).toEqual({});
    expect(problem).toEqual({
      code: "no-output",
      message:
        "BCC saw no wait of the process: it never left a CPU, or the headers are not exactly those of this kernel",
    });
  });

  it.each(["libbpf", "bpftrace", "bcc"])("make the host's threads wait (%s)", (variant) => {
    const facts = plain(parseRecording(`runqlat/${variant}-hot-2-host`).facts);
    expect(facts["p99High"]).toBe(16384);
    expect(facts["waiting"]).toBeGreaterThan(150);
  });
});

it.each(["libbpf", "bpftrace"])("an idle process waited for nothing (%s)", (variant) => {
  const { facts, notes } = parseRecording(`runqlat/${variant}-idle`);
  expect(plain(facts)).toEqual({ latency: [], latencyOverTime: ["0..1: ", "1..2: "], waits: 0, waiting: 0 });
  expect(notes).toEqual(["No thread of the target was put on a CPU while it was watched."]);
});

it("no output is no answer", () => {
  const parsed = variantNamed("runqlat", "libbpf").parse(
    { stdout: new Uint8Array(), stderr: "", partial: false },
    contextOf(),
  );
  expect(parsed.facts).toEqual({});
});

describe("histograms", () => {
  it("are read from bpftrace with its magnitudes, single values and negative ones", () => {
    const text =
      "@usecs:\n[-4, -2)  1 |@|\n[0]   2 |@@ |\n[1]   3 |@@@|\n[2, 4)  1 |@|\n[512, 1K)  0 | |\n[1K, 2K)  5 |@@@|\n[1M, 2M)  1 |@|\n";
    expect(parseLog2Histogram(Buffer.from(text))).toEqual([
      { low: -4, high: -2, count: 1 },
      { low: 0, high: 1, count: 2 },
      { low: 1, high: 2, count: 3 },
      { low: 2, high: 4, count: 1 },
      { low: 512, high: 1024, count: 0 },
      { low: 1024, high: 2048, count: 5 },
      { low: 1_048_576, high: 2_097_152, count: 1 },
    ]);
  });

  it("of several intervals are added up", () => {
    const text = "  usecs  : count\n   4 -> 7   : 2  |**|\n   8 -> 15  : 1 |*|\n\n   4 -> 7   : 3  |**|\n";
    expect(parseLog2Histogram(Buffer.from(text))).toEqual([
      { low: 4, high: 8, count: 5 },
      { low: 8, high: 16, count: 1 },
    ]);
  });

  it("tell quantiles as buckets, and only what is certain above a bound", () => {
    const buckets = [
      { low: 1, high: 2, count: 98 },
      { low: 8192, high: 16384, count: 1 },
      { low: 16384, high: 32768, count: 1 },
    ];
    expect(quantileBucket(buckets, 0.5)?.high).toBe(2);
    expect(quantileBucket(buckets, 0.99)?.high).toBe(16384);
    expect(quantileBucket(buckets, 1)?.high).toBe(32768);
    expect(quantileBucket([], 0.5)).toBeUndefined();
    expect(certainShareFrom(buckets, 10_000)).toBe(1);
  });
});
