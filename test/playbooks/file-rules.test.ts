import { describe, expect, it } from "vitest";
import { outcomes, type Values } from "./judged-values.ts";

/** Rules on values: sizes and rates around what is healthy, which no workload keeps to. */
const params = { duration: 10, cost: 10 };
const target = { kind: "container", label: "web", runtime: "native", pid: 7, cpus: 2 };

const io = {
  ...{ watched: 10, reads: 100, writes: 100, readBytes: 1e6, writtenBytes: 1e6, fetched: 0, hits: 100, waited: 1 },
  ...{ syncs: 0, opens: 0, failedOpens: 0, failedTime: 0, hitsFrom: "each call" },
};
const file = { file: "data/table", process: "web", pid: 7, fileSystem: "ext4", size: 1e8, hits: 100 };
const cgroup = {
  ...{ ofTarget: true, pageCache: 4e7, pageCacheMean: 4e7, anonymous: 1e7, unreclaimable: 1e7 },
  ...{ refaultsFile: 0, limit: 67_108_864 },
};
const syncs = { syncs: 0, waited: 0 };

const said = (row: Readonly<Record<string, number | string | boolean>>, change: Values = {}) =>
  outcomes(
    "file-io",
    { io: { ...io, files: [{ ...file, ...row }], failures: [] }, syncs, cgroup, ...change },
    { params, target },
  );
const loud = (findings: ReturnType<typeof said>) =>
  Object.fromEntries(
    Object.values(findings).flatMap(({ check, outcome }) => (outcome === "pass" ? [] : [[check, outcome]])),
  );

describe("file-io", () => {
  it("is silent where files cost little", () => {
    expect(loud(said({}))).toEqual({});
  });

  it("tells small syncs by what they cost, and how many a batch needs", () => {
    const small = { syncs: 400, syncSize: 120, syncEach: 2, syncTime: 80, syncCall: "O_SYNC", writtenBytes: 48_000 };
    const { "small-syncs": finding } = said(small);
    expect(finding).toMatchObject({ outcome: "fail" });
    expect(finding?.remedy).toContain(
      "Write what comes within 100 ms, 4.69\u202fKiB, and sync it once (group commit): ten syncs a second take 2\u202f% of one core in place of 80\u202f% of one core.",
    );
    expect(loud(said({ ...small, syncTime: 20, syncEach: 0.5 }))).toEqual({ "small-syncs": "warn" });
    // Many, but they cost nothing; few; a lot of data each.
    expect(loud(said({ ...small, syncTime: 4, syncEach: 0.01 }))).toEqual({});
    expect(loud(said({ ...small, syncs: 8, syncTime: 40, syncEach: 50 }))).toEqual({});
    expect(loud(said({ ...small, syncSize: 1_048_576 }))).toEqual({});
  });

  it("tells reads that miss again and again from reads of what was never read", () => {
    const cold = { reads: 4000, readSize: 8192, fetched: 3e7, hits: 10, missed: 90, readTime: 70, missTime: 68 };
    const refaults = {
      cgroup: { ...cgroup, refaultsFile: 2.5e7 },
      io: { ...io, fetched: 3e7, files: [{ ...file, ...cold }], failures: [] },
    };
    const again = said(cold, refaults);
    expect(loud(again)).toEqual({ "cache-misses": "fail" });
    expect(again["cache-misses"]?.message).toContain("The limit of 64\u202fMiB leaves 38.1\u202fMiB for page cache.");
    expect(again["cache-misses"]?.remedy).toContain("A limit of 114\u202fMiB holds all of it");
    // A scan in order of what was in memory long ago, and one that comes to its end once in the window.
    const scan = { ...cold, sequential: 100, fetched: 1e7 };
    expect(
      loud(said(scan, { ...refaults, io: { ...io, fetched: 1e7, files: [{ ...file, ...scan }], failures: [] } })),
    ).toEqual({
      "reads-storage": "info",
    });
    expect(loud(said(scan))).toEqual({ "reads-storage": "info" });
    // Twice and more in the window, without any limit that is met.
    expect(loud(said({ ...scan, fetched: 3e7 }))).toEqual({ "cache-misses": "fail" });
    expect(loud(said({ ...scan, fetched: 3e7, direct: true }))).toEqual({ "reads-storage": "info" });
  });

  it("says of who drops the cache itself that no limit is the reason", () => {
    const row = { fetched: 3e8, hits: 0, missed: 40, missTime: 30, sequential: 100, reads: 4000, drops: 3 };
    const { "cache-misses": finding } = said(row);
    expect(finding?.message).toContain("It drops the file from page cache itself (posix_fadvise), 3 times a second.");
    expect(finding?.remedy).toContain("Leave POSIX_FADV_DONTNEED out");
  });

  it("tells calls of a few bytes, in order or all over the file", () => {
    const bytes = { reads: 300_000, readSize: 16, readBytes: 4.8e6, readTime: 60, sequential: 100 };
    expect(said(bytes)["small-calls"]).toMatchObject({ outcome: "fail", next: "syscall-storm" });
    expect(said(bytes)["small-calls"]?.remedy).toContain("73.2 calls a second in place of 300,000");
    expect(said({ ...bytes, sequential: 2 })["small-calls"]?.remedy).toContain("map it (mmap)");
    expect(loud(said({ ...bytes, size: 200 }))).toEqual({});
    expect(loud(said({ ...bytes, kernel: true }))).toEqual({});
    expect(loud(said({ writes: 40_000, writeSize: 20, writtenBytes: 8e5, writeTime: 12 }))).toEqual({
      "small-calls": "warn",
    });
    expect(loud(said({ writes: 2_000, writeSize: 20, writtenBytes: 4e4, writeTime: 1 }))).toEqual({});
  });

  it("tells a file that is searched from its beginning from one that is read at random, or changes", () => {
    const scan = { reads: 800, readSize: 262_144, readBytes: 2e8, passes: 2, sequential: 100, readTime: 30 };
    expect(loud(said(scan))).toEqual({ scans: "warn" });
    expect(loud(said({ ...scan, sequential: 10 }))).toEqual({});
    expect(loud(said({ ...scan, writes: 3 }))).toEqual({});
    expect(loud(said({ ...scan, passes: 0.2 }))).toEqual({});
  });

  it("tells a file that is read anew for each request by what that costs, and not one that is sent", () => {
    const settings = {
      opens: 100,
      reads: 100,
      readSize: 600_000,
      passes: 100,
      size: 600_000,
      readBytes: 6e7,
      readTime: 3,
      openTime: 0.4,
      sequential: 100,
    };
    expect(loud(said(settings))).toEqual({ reopened: "warn" });
    expect(loud(said({ ...settings, readTime: 30 }))).toEqual({ reopened: "fail" });
    expect(loud(said({ ...settings, readTime: 0.3 }))).toEqual({ reopened: "info" });
    expect(loud(said({ ...settings, opens: 4, passes: 4, readTime: 3 }))).toEqual({});
    expect(loud(said({ ...settings, sent: 6e7 }))).toEqual({});
    expect(loud(said({ ...settings, kernel: true }))).toEqual({});
  });

  it("tells what is not there only where it is asked for very often", () => {
    const failing = (perSecond: number, time: number) =>
      loud(
        said(
          {},
          {
            io: {
              ...io,
              failedOpens: perSecond,
              failedTime: time,
              files: [],
              failures: [{ path: "/etc/x", error: "ENOENT", perSecond, time }],
            },
          },
        ),
      );
    expect(failing(50_000, 15)).toEqual({ "failing-opens": "warn" });
    expect(failing(500, 0.2)).toEqual({ "failing-opens": "info" });
    expect(failing(20, 0.01)).toEqual({});
  });

  it("without tracing tells what the counters do, and nothing of what they do not see", () => {
    const counted = {
      ...{ watched: 10, reads: 400_000, writes: 10, readBytes: 4e6, writtenBytes: 1000, fetched: 0, hits: 100 },
      ...{ hitsFrom: "counters" },
    };
    const findings = outcomes(
      "file-io",
      { io: counted, syncs: { waited: 60, topCall: "fsync", topThread: "web", topPid: 7 }, cgroup },
      { params, target },
    );
    expect(loud(findings)).toEqual({
      ...{ "small-syncs": "info", "small-calls": "info", "cache-misses": "unknown", scans: "unknown" },
      ...{ reopened: "unknown", "failing-opens": "unknown", "reads-storage": "unknown" },
    });
    expect(findings["small-syncs"]?.message).toContain("web (pid 7) waits in fsync for 60\u202f% of one core");
  });
});
