import { describe, expect, it } from "vitest";
import { cgroupPaths } from "../../src/tools/cgroup-cpu/cgroup-paths.ts";
import type { Sample } from "../../src/tools/tool.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const parse = (samples: readonly Sample[]) =>
  variantNamed("cgroup-cpu", "cgroupfs").parse(
    {
      stdout: Buffer.from(samples.map((sample) => `${JSON.stringify(sample)}\n`).join("")),
      stderr: "",
      partial: false,
    },
    contextOf(),
  );

describe("cgroup v1", () => {
  it("is throttled by the limit of the level above", () => {
    expect(plain(parseRecording("cgroup-cpu/cgroupfs-hot-limited").facts)).toEqual({
      quota: 20,
      limitedBy: "/sys/fs/cgroup/cpu/docker",
      usage: 20.64,
      usageOfQuota: 103.19,
      periods: 20,
      throttledPeriods: 20,
      throttledShare: 100,
      throttledTime: 1371.34,
      throttledRate: 68.6,
      usageOverTime: [
        [1, 21.38],
        [2, 19.89],
      ],
      throttledOverTime: [
        [1, 75.09],
        [2, 62.1],
      ],
    });
  });

  it("is not throttled while idle", () => {
    expect(plain(parseRecording("cgroup-cpu/cgroupfs-idle-limited").facts)).toMatchObject({
      quota: 20,
      usage: 0,
      throttledShare: 0,
      throttledTime: 0,
    });
  });

  it("has no quota in the root, and says whose usage that is", () => {
    const { facts, notes } = parseRecording("cgroup-cpu/cgroupfs-hot");
    expect(facts).not.toHaveProperty("quota");
    expect(plain(facts)).toMatchObject({ throttledShare: 0, periods: 0 });
    expect(notes).toEqual(["The target is in the root cgroup: the usage is that of every process of the host."]);
  });
});

/** Written after cgroup-v2.rst: this machine's v2 hierarchy has no CPU controller. */
describe("cgroup v2", () => {
  const pod = "/sys/fs/cgroup/kubepods/pod1";
  const stat = (usage: number, periods: number, throttled: number, us: number) =>
    `usage_usec ${usage}\nuser_usec 1\nsystem_usec 1\nnr_periods ${periods}\nnr_throttled ${throttled}\nthrottled_usec ${us}\nnr_bursts 0\nburst_usec 0\n`;
  const samples = [
    {
      at: 0,
      files: {
        [`${pod}/c/cpu.stat`]: stat(1_000_000, 0, 0, 0),
        [`${pod}/c/cpu.max`]: "max 100000\n",
        [`${pod}/c/cpu.pressure`]:
          "some avg10=0.00 avg60=0.00 avg300=0.00 total=1000000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=500000\n",
        [`${pod}/cpu.stat`]: stat(2_000_000, 100, 10, 5_000),
        [`${pod}/cpu.max`]: "150000 100000\n",
      },
    },
    {
      at: 2,
      files: {
        [`${pod}/c/cpu.stat`]: stat(3_400_000, 0, 0, 0),
        [`${pod}/c/cpu.max`]: "max 100000\n",
        [`${pod}/c/cpu.pressure`]:
          "some avg10=9.00 avg60=0.00 avg300=0.00 total=1500000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=700000\n",
        [`${pod}/cpu.stat`]: stat(4_500_000, 120, 20, 305_000),
        [`${pod}/cpu.max`]: "150000 100000\n",
      },
    },
  ];

  it("takes the use of the container and the limit of the pod", () => {
    expect(plain(parse(samples).facts)).toEqual({
      quota: 150,
      limitedBy: pod,
      usage: 120,
      usageOfQuota: 80,
      periods: 20,
      throttledPeriods: 10,
      throttledShare: 50,
      throttledTime: 300,
      throttledRate: 15,
      pressureSome: 25,
      pressureFull: 10,
      usageOverTime: [[2, 120]],
      throttledOverTime: [[2, 15]],
    });
  });

  it("without a CPU controller is a reason, not a zero", () => {
    const { facts, problem } = parse([
      { at: 0, files: {} },
      { at: 1, files: {} },
    ]);
    expect(facts).toEqual({});
    expect(problem?.code).toBe("not-on-cgroup");
  });
});

it("reads the path up to its root", () => {
  expect(cgroupPaths({ cpu: "/sys/fs/cgroup/cpu/a", cpuacct: "/sys/fs/cgroup/cpuacct/a" })).toEqual([
    ...["/sys/fs/cgroup/cpu/a", "/sys/fs/cgroup/cpu", "/sys/fs/cgroup", "/sys/fs", "/sys"].flatMap((path) =>
      ["cpu.stat", "cpu.cfs_quota_us", "cpu.cfs_period_us"].map((file) => `${path}/${file}`),
    ),
    "/sys/fs/cgroup/cpuacct/a/cpuacct.usage",
  ]);
});
