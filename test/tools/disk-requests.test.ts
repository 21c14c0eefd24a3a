import { describe, expect, it } from "vitest";
import { kindOf } from "../../src/tools/disk-requests/request.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const bytesOf = (lines: readonly string[]) => ({ stdout: Buffer.from(lines.join("\n")), stderr: "", partial: false });

describe("disk-requests", () => {
  it("tells what a program's synchronous writes take, before the device and in it", () => {
    const { facts, notes } = parseRecording("disk-requests/bpftrace-sync");
    const values = plain(facts);
    expect(values).toMatchObject({ disk: "vda", errors: 0, ownName: "sync" });
    expect(values["processes"]).toContainEqual([
      "vda",
      expect.any(Number),
      "sync",
      true,
      "sync",
      ...Array(6).fill(expect.any(Number)),
    ]);
    const [wait, queue, device] = ["waitLatency", "waitQueue", "waitDevice"].map((name) => Number(values[name]));
    expect((queue ?? 0) + (device ?? 0)).toBeCloseTo(wait ?? 0, 1);
    expect(notes).toEqual([]);
  });

  it("of a program that asks for nothing has no latency", () => {
    const { facts } = parseRecording("disk-requests/bpftrace-idle");
    expect(plain(facts)).toMatchObject({ requests: 0, errors: 0 });
    for (const absent of ["disk", "waitLatency", "latency", "rivalName"]) expect(facts).not.toHaveProperty(absent);
  });

  /** 8:16 is 8 × 2^20 + 16. */
  const neighbours = [
    "watching",
    "watched 2000000000 seen 900",
    "   8      16 sdb 1 0 1 1 1 0 1 1 0 1 1 0 0 0 0 0 0",
    "@bytes[8388624, 41, 1, web]: 400000",
    "@bytes[8388624, 7, 2, backup, big]: 80000000",
    "@count[8388624, 41, 1, web]: 100",
    "@count[8388624, 7, 2, backup, big]: 800",
    "@count[8388624, 9, 3, kworker/u8:1]: 1",
    "@errors[8388624, 7, 2, backup, big]: 3",
    "@longest[8388624, 41, 1, web]: 90000",
    "@queued[8388624, 41, 1, web]: 1500000",
    "@queued[8388624, 7, 2, backup, big]: 3000000",
    "@queued[8388624, 9, 3, kworker/u8:1]: 500000",
    "@served[8388624, 41, 1, web]: 500000",
    "@served[8388624, 7, 2, backup, big]: 5000000",
    "@waited[0]: ",
    "[16K, 32K)           100 |@@@@|",
    "@waited[1]: ",
    "[4K, 8K)             100 |@@@@|",
  ];

  it("tells the target's requests from its neighbours', and the kernel's own", () => {
    const { facts } = variantNamed("disk-requests", "bpftrace").parse(bytesOf(neighbours), contextOf({ pids: [41] }));
    expect(plain(facts)).toMatchObject({
      ...{ requests: 50, errors: 3, errorDisk: "sdb", disk: "sdb" },
      ...{ waitLatency: 20, waitQueue: 15, waitDevice: 5, waitBytes: 4000, waitLongest: 90, p99High: 32_768 },
      ...{ inFlight: 5.25, ownInFlight: 1, ownShare: 19.05, ownName: "web", ownPid: 41, kernelShare: 4.76 },
      ...{ rivalName: "backup, big", rivalPid: 7, rivalShare: 76.19, rivalInFlight: 4, rivalBytes: 40_000_000 },
      latency: ["16384..32768: 100"],
      deviceLatency: ["4096..8192: 100"],
    });
  });

  it("without an end is nothing", () => {
    const { facts } = variantNamed("disk-requests", "bpftrace").parse(bytesOf(neighbours.slice(2)), contextOf());
    expect(facts).toEqual({});
  });

  it("by biosnoop is a line for each request", () => {
    const lines = [
      "TIME(s)     COMM           PID     DISK    T    SECTOR     BYTES   QUE(ms) LAT(ms)",
      "0.000000    web server     41      sdb     RA   524288     4096      1.000   3.000",
      "0.001000    web server     41      sdb     R    524296     4096     -1.000   2.000",
      "0.002000    jbd2/sdb1-8    300     sdb     FWS  0          4096      0.500   0.500",
      "0.003000    kworker/u8:2   50      sdb     WM   17         8192      0.000   8.000",
    ];
    const { facts } = variantNamed("disk-requests", "libbpf").parse(bytesOf(lines), contextOf({ pids: [41] }));
    expect(plain(facts)).toMatchObject({
      ...{ requests: 1, disk: "sdb", waitLatency: 3, waitQueue: 0.5, waitDevice: 2.5, kernelShare: 60 },
      latency: ["1024..2048: 1", "2048..4096: 1"],
      processes: [
        ["sdb", 50, "kworker/u8:2", false, "write", 0.5, 4096, 0, 8, 8, 0],
        ["sdb", 41, "web server", true, "read", 1, 4096, 0.5, 2.5, 4, 0],
        ["sdb", 300, "jbd2/sdb1-8", false, "sync", 0.5, 2048, 0.5, 0.5, 1, 0],
      ],
    });
  });

  it.each([
    ["R", "read"],
    ["RAM", "read"],
    ["WS", "sync"],
    ["WFSM", "sync"],
    ["FWFS", "sync"],
    ["W", "write"],
    ["WM", "write"],
    ["FF", "flush"],
    ["DS", "other"],
    ["N", "other"],
  ])("%s is a %s", (rwbs, kind) => {
    expect(kindOf(rwbs)).toBe(kind);
  });
});
