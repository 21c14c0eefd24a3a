import { describe, expect, it } from "vitest";
import type { Sample } from "../../src/tools/tool.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const parse = (samples: readonly Sample[], pids: readonly number[] = []) =>
  variantNamed("disk-load", "cgroupfs").parse(
    {
      stdout: Buffer.from(samples.map((sample) => `${JSON.stringify(sample)}\n`).join("")),
      stderr: "",
      partial: false,
    },
    contextOf({ pids }),
  );

/** reads, their ms, writes, their ms, busy ms, weighted ms; 8 sectors a read and 16 a write. */
const line = (
  number: string,
  name: string,
  [reads = 0, readMs = 0, writes = 0, writeMs = 0, busy = 0, weighted = 0]: number[],
) =>
  `${number.replace(":", " ")} ${name} ${reads} 0 ${8 * reads} ${readMs} ${writes} 0 ${16 * writes} ${writeMs} 0 ${busy} ${weighted} 0 0 0 0 0 0\n`;

describe("disk-load", () => {
  it("tells of a disk what iostat tells, and that a target waits for it", () => {
    const { facts } = parseRecording("disk-load/cgroupfs-sync");
    expect(plain(facts)).toMatchObject({
      ...{ disk: "vda", mounts: "/ (ext4)", reads: 0, writes: 116.5, writtenBytes: 804_864, writeLatency: 0.23 },
      ...{ flushLatency: 0.39, inFlight: 0.04, inFlightBusy: 1.33, busy: 3.2 },
    });
    expect(facts).not.toHaveProperty("readLatency");
    expect(facts).not.toHaveProperty("limitValue");
  });

  it("tells a limit of cgroup v1 that is used up", () => {
    const { facts } = parseRecording("disk-load/cgroupfs-sync-limited");
    expect(plain(facts)).toMatchObject({
      ...{ limitKind: "write", limitInBytes: true, limitValue: 65_536, limitRate: 63_488, limitDisk: "vda" },
      ...{ limitShare: 96.88, limitMet: 50, limitAbove: false },
      limits: [[expect.stringMatching(/^\/diag-recording\/5d1f/), "vda", "write bytes", 65_536, 63_488, 50]],
    });
  });

  it("tells a host of its disks, and of each whether it turns", () => {
    const { facts } = parseRecording("disk-load/procfs-idle-host");
    expect(plain(facts)).toMatchObject({
      ...{ disk: "vda", writes: 31.25, latency: 1.27, busy: 3.83, pressureSome: expect.any(Number) },
      disks: [["vda", true, "yes", 0, 31.25, 0, expect.any(Number), 0, 1.27, 0.06, 0.11, 3.83]],
    });
  });

  const counted = (...fields: number[]) => `   8       0 sda ${fields.join(" ")}\n`;
  const host = (seconds: number, diskstats: string, waitedUs = 0) => ({
    at: seconds,
    files: {
      "/proc/diskstats": diskstats,
      "/proc/pressure/io": `some avg10=0.00 avg60=0.00 avg300=0.00 total=${waitedUs}\n`,
      "/sys/block/sda/dev": "8:0\n",
      "/sys/block/sda/queue/rotational": "0\n",
    },
  });
  const still = counted(100, 0, 1000, 500, 0, 0, 0, 0, 0, 400, 600);

  it("of a host tells how busy a disk is, what a request takes, and whether the node waits for it", () => {
    const last = counted(140, 0, 1080, 2500, 0, 0, 0, 0, 3, 2200, 4600);
    expect(plain(parse([host(0, still), host(2, last, 1_500_000)]).facts)).toMatchObject({
      ...{ disk: "sda", busy: 90, reads: 20, latency: 50, inFlight: 2, pressureSome: 75 },
      ...{ busyOverTime: [[2, 90]], disks: [["sda", true, "no", 20, 0, 20_480, 0, 50, 0, 0, 2, 90]] },
    });
  });

  it("of disks that did nothing has all figures at zero and names none", () => {
    const { facts } = parse([host(0, still), host(2, still)]);
    expect(plain(facts)).toMatchObject({ busy: 0, inFlight: 0, inFlightBusy: 0, disks: [] });
    expect(facts).not.toHaveProperty("disk");
  });

  it("tells a counter that began again at zero from another disk of the same name", () => {
    const before = counted(100, 0, 1000, 2 ** 32 - 1500, 0, 0, 0, 0, 0, 400, 2 ** 32 - 1000);
    const after = counted(140, 0, 1080, 500, 0, 0, 0, 0, 0, 2200, 3000);
    expect(plain(parse([host(0, before), host(2, after)]).facts)).toMatchObject({ latency: 50, inFlight: 2 });
    const other = counted(1, 0, 8, 2, 0, 0, 0, 0, 0, 2, 2);
    expect(plain(parse([host(0, still), host(2, other)]).facts)).toMatchObject({ disks: [] });
  });

  /** An overlay whose upper folder is on a partition, and a volume of device mapper over another disk. */
  const tree = {
    "/sys/block/sda/dev": "8:0\n",
    "/sys/block/sda/sda1/dev": "8:1\n",
    "/sys/block/sdb/dev": "8:16\n",
    "/sys/block/sdc/dev": "8:32\n",
    "/sys/block/sdc/device/dev": "8:1\n",
    "/sys/block/dm-0/dev": "252:0\n",
    "/sys/block/dm-0/slaves/sdb/dev": "8:16\n",
    "/proc/1/mountinfo": "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:9 / /proc rw - proc proc rw\n",
    "/proc/41/mountinfo": [
      "5 4 0:50 / / rw - overlay overlay rw,lowerdir=/l,upperdir=/var/lib/docker/u,workdir=/w",
      "6 5 252:0 /v /my\\040data rw,noatime master:3 - xfs /dev/mapper/vg-data rw",
      "7 5 8:1 /h /etc/hosts rw - ext4 /dev/sda1 rw",
      "8 5 0:60 / /dev/shm rw - tmpfs shm rw",
    ].join("\n"),
  };
  const at = (seconds: number, factor: number) => ({
    at: seconds,
    files: {
      ...tree,
      "/proc/diskstats": [
        line(
          "8:0",
          "sda",
          [10, 5, 0, 0, 5, 5].map((value) => factor * value),
        ),
        line(
          "8:1",
          "sda1",
          [10, 5, 0, 0, 5, 5].map((value) => factor * value),
        ),
        line(
          "8:16",
          "sdb",
          [100, 400, 100, 1600, 1000, 2000].map((value) => factor * value),
        ),
        line(
          "252:0",
          "dm-0",
          [100, 400, 100, 1600, 1000, 2000].map((value) => factor * value),
        ),
        line(
          "8:32",
          "sdc",
          [1000, 9000, 0, 0, 1000, 9000].map((value) => factor * value),
        ),
      ].join(""),
    },
  });

  it("finds the disks below partitions, overlays and volumes of device mapper, and where the target sees them", () => {
    expect(plain(parse([at(0, 0), at(1, 1)], [41]).facts)).toMatchObject({
      ...{ disk: "sdb", mounts: "/my data (xfs)", latency: 10, readLatency: 4, writeLatency: 16, busy: 100 },
      ...{ inFlight: 2, readBytes: 409_600, writtenBytes: 819_200, latencyOverTime: [[1, 10]] },
      disks: [
        ["sdc", false, "", 1000, 0, 4_096_000, 0, 9, 0, 0, 9, 100],
        ["sdb", true, "", 100, 100, 409_600, 819_200, 4, 16, 0, 2, 100],
        ["sda", true, "", 10, 0, 40_960, 0, 0.5, 0, 0, 0.01, 0.5],
      ],
    });
    expect(plain(parse([at(0, 0), at(1, 1)]).facts)).toMatchObject({ disk: "sdc", inFlight: 9 });
  });

  /** After Documentation/admin-guide/cgroup-v2.rst: the v2 hierarchy of the machine where this was written has no io controller. */
  it("of cgroup v2 tells the limit that was met most, also one above, and the pressure of the target", () => {
    const slice = "/sys/fs/cgroup/app.slice";
    const own = `${slice}/web.service`;
    const v2 = (seconds: number, bytes: number, operations: number) => ({
      at: seconds,
      files: {
        [`${own}/io.max`]: "8:16 rbps=max wbps=1000000 riops=max wiops=500\n",
        [`${own}/io.stat`]: `8:16 rbytes=0 wbytes=${bytes} rios=0 wios=${operations} dbytes=0 dios=0\n`,
        [`${slice}/io.max`]: "8:16 rbps=max wbps=max riops=max wiops=100\n",
        [`${slice}/io.stat`]: `8:16 rbytes=0 wbytes=${bytes} rios=0 wios=${operations} dbytes=0 dios=0\n`,
        [`${own}/io.pressure`]: `some avg10=0.00 avg60=0.00 avg300=0.00 total=${seconds * 300_000}\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n`,
        "/proc/diskstats": line("8:16", "sdb", []),
      },
    });
    expect(plain(parse([v2(0, 0, 0), v2(1, 4e5, 96), v2(2, 8e5, 192)], [41]).facts)).toMatchObject({
      ...{ limitKind: "write", limitInBytes: false, limitValue: 100, limitRate: 96, limitMet: 100, limitShare: 96 },
      ...{ limitDisk: "sdb", limitCgroup: "/app.slice", limitAbove: true, pressureSome: 30, pressureFull: 0 },
    });
  });
});
