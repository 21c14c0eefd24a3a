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

  /**
   * After handle_event() and main() of bcc's libbpf-tools/biosnoop.c: `%-11.6f %-14.14s %-7d %-7s %-4s %-10lld %-7d %7.3f %7.3f`, the same in those that
   * watch blk_account_io_start, as Debian 12's (0.26), and in those that watch block_io_start. The former need kprobes, and so printed nothing on the
   * kernel where this was written.
   */
  type Snooped = readonly [
    ...[seconds: number, comm: string, pid: number, disk: string, rwbs: string],
    ...[sector: string, bytes: number, queueMs: number, latencyMs: number],
  ];
  const biosnoop = ([seconds, comm, pid, disk, rwbs, sector, bytes, queueMs, latencyMs]: Snooped) =>
    [
      ...[seconds.toFixed(6).padEnd(11), comm.slice(0, 14).padEnd(14), `${pid}`.padEnd(7), disk.padEnd(7)],
      ...[rwbs.padEnd(4), sector.padEnd(10), `${bytes}`.padEnd(7)],
      ...[queueMs.toFixed(3).padStart(7), latencyMs.toFixed(3).padStart(7)],
    ].join(" ");
  const header = "TIME(s)     COMM           PID     DISK    T    SECTOR     BYTES   QUE(ms) LAT(ms)";
  const snooped = (lines: readonly Snooped[], stderr = "") =>
    variantNamed("disk-requests", "libbpf").parse(
      { ...bytesOf([header, ...lines.map(biosnoop)]), stderr },
      contextOf({ pids: [41] }),
    );

  it("by biosnoop is a line for each request", () => {
    const { facts, notes } = snooped([
      [0, "web server", 41, "sdb", "RA", "524288", 4096, 1, 3],
      [0.001, "web server", 41, "sdb", "R", "524296", 4096, -1, 2],
      [0.002, "jbd2/sdb1-8", 300, "sdb", "FWS", "0", 4096, 0.5, 0.5],
      [0.003, "kworker/u8:2-events", 50, "sdb", "WM", "17", 8192, 0, 8],
    ]);
    expect(plain(facts)).toMatchObject({
      ...{ requests: 1, disk: "sdb", waitLatency: 3, waitQueue: 0.5, waitDevice: 2.5, kernelShare: 60 },
      latency: ["1024..2048: 1", "2048..4096: 1"],
      processes: [
        ["sdb", 50, "kworker/u8:2-e", false, "write", 0.5, 4096, 0, 8, 8, 0],
        ["sdb", 41, "web server", true, "read", 1, 4096, 0.5, 2.5, 4, 0],
        ["sdb", 300, "jbd2/sdb1-8", false, "sync", 0.5, 2048, 0.5, 0.5, 1, 0],
      ],
    });
    expect(notes).toEqual([]);
  });

  it("by biosnoop is nobody's rival where it does not know whose it is, and may be wider than its column", () => {
    const { facts } = snooped([
      [0, "web", 41, "sdb", "WS", "7814037160", 4096, 0, 10],
      [12345.678901, "?", 0, "sdb", "FF", "-1", 0, -1, 12345.678],
      [12346, "backup\t of  all", 4194304, "mmcblk0boot0", "FWFSM", "12345678901234", 134217728, 0.25, 2],
    ]);
    expect(plain(facts)).toMatchObject({
      processes: [
        ["sdb", 0, "?", false, "flush", 0.5, 0, 0, 12_345.68, 12_345.68, 6.17],
        ["sdb", 41, "web", true, "sync", 0.5, 2048, 0, 10, 10, 0.01],
        ["mmcblk0boot0", 4_194_304, "backup\t of  al", false, "sync", 0.5, 67_108_864, 0.25, 2, 2.25, 0],
      ],
      kernelShare: 99.92,
    });
    expect(facts).not.toHaveProperty("rivalName");
  });

  it("by biosnoop is lost where it comes too fast, which is told", () => {
    const { notes } = snooped([], "lost 12 events on CPU #1\nlost 3 events on CPU #0\n");
    expect(notes).toEqual(["15 requests were lost, and are not counted."]);
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
