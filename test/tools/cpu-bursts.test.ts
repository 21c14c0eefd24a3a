import { describe, expect, it } from "vitest";
import { needOfPeriod, quantile, savedUpNeed } from "../../src/tools/cpu-bursts/bursts.ts";
import { limiterKind, shortCgroup } from "../../src/tools/cpu-bursts/limiter.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const parse = (lines: readonly unknown[], cpus = 8) =>
  plain(
    variantNamed("cpu-bursts", "cgroupfs").parse(
      { stdout: Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join("")), stderr: "", partial: false },
      contextOf({ cpus }),
    ).facts,
  );

describe("a program that computes without end, at a fifth of a CPU above it", () => {
  const facts = plain(parseRecording("cpu-bursts/cgroupfs-hot-limited").facts);

  it("is one burst that never ends", () => {
    expect(facts).toMatchObject({
      limited: true,
      quota: 20,
      quotaTime: 20,
      limitedByKind: "above",
      throttledShare: 100,
      burstCount: 1,
      wanting: 1,
      cpusAtOnce: 1,
      usedUpIn: 20,
    });
    expect(facts["usageOfQuota"]).toBeGreaterThan(95);
  });

  it("stands still for most of each period, and would use a CPU", () => {
    expect(facts["stallMean"]).toBeGreaterThan(65);
    expect(facts["stallLongest"]).toBeLessThan(100);
    expect(facts).toMatchObject({ limitNeeded: 100, burstFits: false });
  });

  it("has the limit to itself", () => {
    expect(facts).toMatchObject({ othersUsage: 0, sharers: [["5d1f0e7c9a3b", expect.any(Number), true]] });
    expect(facts).not.toHaveProperty("topSharer");
  });
});

it("without a limit there is nothing to tell but that", () => {
  expect(plain(parseRecording("cpu-bursts/cgroupfs-hot").facts)).toEqual({
    limited: false,
    threads: 1,
    allowedCpus: 2,
  });
});

/** Eight threads that compute 15 ms each, once a second, at a limit of half a CPU: by the kernel's rules. */
describe("a burst of eight threads below a limit that the mean hardly touches", () => {
  const levels = {
    kind: "levels",
    watched: [{ cgroup: "/sys/fs/cgroup/c", quotaUs: 50_000, periodUs: 100_000, burstUs: 0 }],
    settings: ["GOMAXPROCS=8"],
    allowed: "0-7",
    threads: 9,
  };
  const readings: unknown[] = [];
  let [used, periods, throttled] = [0, 0, 0];
  for (let at = 0; at <= 4_000; at += 10) {
    const phase = at % 1_000;
    if (phase === 0 && at > 0) [periods] = [periods + 1];
    // The first period: 50 ms of CPU in the first 10 ms; the second: 50 more; the third: what is left of 120.
    if (phase === 10 || phase === 110) used += 50_000;
    if (phase === 210) used += 20_000;
    if (phase === 100 || phase === 200) [periods, throttled] = [periods + 1, throttled + 1];
    if (phase === 300) periods += 1;
    readings.push([at, [[used, periods, throttled, throttled * 500_000]], phase < 210 ? 8 : 0]);
  }
  const facts = parse([levels, ...readings]);

  it("is told from a steady need by its mean use", () => {
    expect(facts).toMatchObject({ quota: 50, usage: 12, burstCount: 4, wanting: 8, cpusAtOnce: 8, usedUpIn: 6.25 });
    expect(facts["throttledShare"]).toBeGreaterThan(45);
    expect(facts["threadSetting"]).toBe("GOMAXPROCS=8");
  });

  it("takes three periods for what eight CPUs do in 15 ms", () => {
    expect(facts).toMatchObject({ burstWork: 120, burstUnthrottled: 15 });
    expect(facts["stallMean"]).toBeGreaterThan(80);
  });

  it("passes with a limit of all that it asks for in a period, or with the rest saved up where the kernel takes that", () => {
    expect(facts).toMatchObject({ limitNeeded: 120, burstNeeded: 70, burstFits: false });
  });
});

describe("what a burst asks for", () => {
  const burst = { atMs: 0, periods: 1, lastedMs: 100, workMs: 250, stalledMs: 0, threads: 2 };

  it("within a period is no more than its CPUs give", () => {
    expect(needOfPeriod(burst, 4, 100)).toBe(250);
    expect(needOfPeriod(burst, 2, 100)).toBe(200);
  });

  it("is ahead of the quota most at the end of its last full period, or at its own", () => {
    expect(savedUpNeed(burst, 4, 100, 100)).toBe(150);
    expect(savedUpNeed(burst, 2, 100, 100)).toBe(100);
    expect(savedUpNeed(burst, 1, 20, 100)).toBe(190);
    expect(savedUpNeed({ ...burst, workMs: 10 }, 1, 20, 100)).toBe(0);
  });

  it("is the largest of few, and all but the largest twentieth of many", () => {
    expect(quantile([3, 1, 2], 0.95)).toBe(3);
    expect(quantile([...Array(100).keys()], 0.95)).toBe(94);
    expect(quantile([], 0.5)).toBe(0);
  });
});

describe("who sets a limit", () => {
  const id = "5d1f0e7c9a3b4826aa10f3c2d4e5b6978877665544332211ffeeddccbbaa0099";
  it.each([
    [`/sys/fs/cgroup/docker/${id}`, `/sys/fs/cgroup/docker/${id}`, "own"],
    [`/sys/fs/cgroup/docker/${id}`, `/sys/fs/cgroup/docker/${id}/init`, "container"],
    ["/sys/fs/cgroup/kubepods/burstable/pod0a1b2c3d-1111-2222-3333-444455556666", "/x", "pod"],
    [
      "/sys/fs/cgroup/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0a1b2c3d_1111_2222_3333_444455556666.slice",
      "/x",
      "pod",
    ],
    ["/sys/fs/cgroup/system.slice", "/x", "above"],
  ])("%s of %s is %s", (cgroup, own, kind) => expect(limiterKind(cgroup, own)).toBe(kind));

  it("is named without the mount, with short ids", () => {
    expect(shortCgroup(`/sys/fs/cgroup/cpu,cpuacct/docker/${id}`)).toBe("/docker/5d1f0e7c9a3b");
    expect(shortCgroup(`/sys/fs/cgroup/cpu/docker/${id}`)).toBe("/docker/5d1f0e7c9a3b");
    expect(shortCgroup("/sys/fs/cgroup/system.slice/docker-5d1f.scope")).toBe("/system.slice/docker-5d1f.scope");
  });
});
