import { describe, expect, it } from "vitest";
import { outcomes, type Values } from "./judged-values.ts";

/** Rules whose faults cannot be made on every machine: a disk that is slow or breaks, limits above the target. */
const params = { duration: 15, slow: 0.02, queued: 0.005, pressure: 10 };
const container = { kind: "container", label: "web", runtime: "native", pid: 7, cpus: 2 };

const load = {
  ...{ disk: "sda", mounts: "/data (xfs)", reads: 40, writes: 10, readBytes: 160_000, writtenBytes: 40_000 },
  ...{ latency: 0.5, inFlight: 0.1, inFlightBusy: 1.2, busy: 8, pressureSome: 1, pressureFull: 0 },
};
const requests = {
  ...{ requests: 50, errors: 0, disk: "sda", waitLatency: 0.5, waitQueue: 0.1, waitDevice: 0.4, waitBytes: 4096 },
  ...{ inFlight: 0.1, ownInFlight: 0.1, ownShare: 100, kernelShare: 0, ownName: "web", ownPid: 7 },
};
const syncs = { syncs: 0, waited: 0 };
const users = { ownRead: 160_000, ownWritten: 40_000 };

const said = (change: Values, target: Record<string, unknown> = container) =>
  outcomes("disk-latency", { load, requests, syncs, users, ...change }, { params, target });
const loud = (findings: ReturnType<typeof said>) =>
  Object.fromEntries(
    Object.values(findings).flatMap(({ check, outcome }) => (outcome === "pass" ? [] : [[check, outcome]])),
  );

describe("disk-latency", () => {
  it("is silent where a disk answers", () => {
    expect(loud(said({}))).toEqual({});
  });

  it("tells a disk that breaks", () => {
    const { "io-errors": broken } = said({ requests: { ...requests, errors: 3, errorDisk: "sda" } });
    expect(broken).toMatchObject({ outcome: "fail", message: "3 requests of sda ended with an error in 15\u202fs." });
  });

  it("tells a disk that is slow by itself from one with a queue", () => {
    const slow = { ...requests, waitLatency: 36, waitQueue: 1, waitDevice: 35 };
    const findings = said({ requests: slow });
    expect(loud(findings)).toEqual({ "slow-device": "warn" });
    expect(findings["slow-device"]?.message).toBe(
      "sda takes 35\u202fms for a request of 4\u202fKiB with only 1.2 in flight; before it they wait 1\u202fms: nothing queues, the device is slow.",
    );
    expect(loud(said({ requests: { ...slow, waitDevice: 120 } }))).toEqual({ "slow-device": "fail" });
    const queue = { ...load, inFlight: 30, inFlightBusy: 31, busy: 97 };
    expect(loud(said({ load: queue, requests: slow }))).toEqual({ "own-queue": "fail" });
  });

  it("leaves a bulk transfer with a queue of its own at information", () => {
    const queue = { ...load, inFlight: 30, inFlightBusy: 31, busy: 97 };
    expect(loud(said({ load: queue, requests: { ...requests, waitLatency: 60, waitBytes: 1_048_576 } }))).toEqual({
      "own-queue": "info",
    });
  });

  it("tells syncs that are slow because of a limit as no more than information", () => {
    const limit = {
      ...{ limitKind: "write", limitInBytes: false, limitValue: 100, limitRate: 99, limitMet: 80, limitShare: 99 },
      ...{ limitDisk: "sda", limitCgroup: "/kubepods/pod1", limitAbove: true, pressureSome: 70 },
    };
    const waits = { syncs: 10, waited: 90, mean: 90, longest: 200, topCall: "fsync", topThread: "web", topPid: 7 };
    const findings = said({ load: { ...load, ...limit }, syncs: waits });
    expect(loud(findings)).toEqual({ "limit-met": "fail", "sync-wait": "info", "disk-wait": "info" });
    expect(findings["limit-met"]?.message).toContain(
      "100 operations a second of writes on sda, of /kubepods/pod1 above it,",
    );
    expect(findings["limit-met"]?.remedy).toContain("Raise it to 200 operations a second");
  });

  it("without tracing goes by the disk's own counters and by who reads and writes most", () => {
    const busy = { ...load, latency: 40, inFlight: 30, inFlightBusy: 31, busy: 97 };
    const neighbour = { neighbourName: "backup", neighbourPid: 9, neighbourRead: 0, neighbourWritten: 90_000_000 };
    const findings = outcomes(
      "disk-latency",
      { load: busy, syncs, users: { ...users, ...neighbour } },
      { params, target: container },
    );
    expect(loud(findings)).toEqual({ "io-errors": "unknown", neighbour: "warn", "own-queue": "unknown" });
    expect(findings["neighbour"]?.message).toContain("backup (pid 9) reads 0\u202fB and writes 85.8\u202fMiB a second");
  });
});

describe("node-health", () => {
  const disk = { disk: "sda", reads: 80, writes: 20, latency: 1, inFlight: 0.1, busy: 12, disks: [{ disk: "sda" }] };
  const judged = (change: Values[string]) =>
    outcomes("node-health", { disks: { ...disk, ...change } }, { params: {}, target: { kind: "host" } })[
      "disk-saturated"
    ];

  it.each([
    ["fail", "busy, slow and queued", { busy: 97, latency: 60, inFlight: 6, pressureSome: 70 }],
    ["warn", "busy and slow", { busy: 85, latency: 25, inFlight: 2.5, pressureSome: 30 }],
    ["pass", "busy and slow, and nobody waits", { busy: 97, latency: 60, inFlight: 6, pressureSome: 5 }],
    ["warn", "slow out of bounds", { latency: 130, pressureSome: 2 }],
    ["pass", "slow for three requests a second", { reads: 3, writes: 0, latency: 130 }],
    ["pass", "one that did nothing", { reads: 0, writes: 0, inFlight: 0, busy: 0, disks: [] }],
  ])("says %s of a disk that is %s", (outcome, _what, change) => {
    expect(judged(change)).toMatchObject({ outcome });
  });

  it("names the disk, and what it has to serve", () => {
    expect(judged({ busy: 97, latency: 60, inFlight: 6, pressureSome: 70 })).toMatchObject({
      message:
        "sda is busy for 97\u202f% of the time, and a request takes 60\u202fms with 6 under way on average; some task waited for a disk in 70\u202f% of the time.",
      remedy: expect.stringContaining("it has to serve 100 requests a second, 6 at a time."),
    });
  });

  it("does not know of a disk that was not looked at", () => {
    const { "disk-saturated": finding } = outcomes("node-health", {}, { params: {}, target: { kind: "host" } });
    expect(finding?.outcome).toBe("unknown");
  });

  it("finds no fault with a disk of which no request has ended", () => {
    const { latency: _latency, ...hung } = disk;
    const values = { disks: { ...hung, reads: 0, writes: 0, inFlight: 1, busy: 100 } };
    const { "disk-saturated": finding } = outcomes("node-health", values, { params: {}, target: { kind: "host" } });
    expect(finding?.outcome).toBe("pass");
  });
});
