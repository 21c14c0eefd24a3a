import { describe, expect, it } from "vitest";
import { cpuListHas } from "../../src/tools/process/cpu-list.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const parse = (lines: readonly unknown[]) =>
  plain(
    variantNamed("cpu-neighbours", "procfs").parse(
      { stdout: Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join("")), stderr: "", partial: false },
      contextOf(),
    ).facts,
  );

const task = { nice: 0, policy: 0, realTimePriority: 0, cpu: 1, threads: 1, isTarget: false, isOwn: false };
const id = "5d1f0e7c9a3b4826aa10f3c2d4e5b6978877665544332211ffeeddccbbaa0099";
const other = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const root = "/sys/fs/cgroup/cpu/docker";
/** Ten seconds; CPU 1 is full, CPU 0 idle. */
const window = {
  kind: "window",
  seconds: 10,
  cpus: [
    [0, 50, 950, 0],
    [1, 1000, 0, 0],
  ],
};
const target = {
  kind: "process",
  ...task,
  id: 100,
  comm: "app",
  cpuSeconds: 1,
  cgroup: `${root}/${id}`,
  isTarget: true,
};
const thread = { kind: "thread", ...task, id: 101, comm: "worker", cpuSeconds: 1, waitSeconds: 4, allowed: "1" };
const hog = { kind: "process", ...task, id: 200, comm: "hog", cpuSeconds: 9, threads: 4, cgroup: `${root}/${other}` };
const shares = (name: string, value: number) => ({
  kind: "weight",
  cgroup: `${root}/${name}`,
  file: "cpu.shares",
  value,
  idle: false,
});

describe("a target on the CPU of a neighbour", () => {
  const facts = parse([
    window,
    target,
    hog,
    { ...hog, id: 201, comm: "perf", isOwn: true },
    thread,
    shares(id, 64),
    shares(other, 1024),
  ]);

  it("has its neighbour named, without diag's own", () => {
    expect(facts).toMatchObject({
      topCommand: "hog",
      topPid: 200,
      topCpu: 90,
      topContainer: "0123456789ab",
      topThreads: 4,
      diagUsage: 90,
    });
    expect(facts).toMatchObject({
      usage: 10,
      othersUsage: 90,
      waiting: 40,
      waitingThread: "worker",
      waitingThreadId: 101,
    });
  });

  it("is pinned by itself, beside an idle CPU", () => {
    expect(facts).toMatchObject({
      allowed: "1",
      allowedCpus: 1,
      cpus: 2,
      restrictedBy: "affinity",
      allowedBusy: 100,
      elsewhereIdle: 95,
    });
    expect(facts).not.toHaveProperty("restrictedIn");
  });

  it("is told what its weight leaves it, and what it would need", () => {
    expect(facts).toMatchObject({
      weight: 6.25,
      rivalWeight: 100,
      weightSetting: "cpu.shares 64",
      weightOf: "/docker/5d1f0e7c9a3b",
    });
    expect(facts["fairShare"]).toBeCloseTo(5.88, 2);
    // It wants half of the CPU: as much weight as its rival.
    expect(facts["weightNeeded"]).toBe("cpu.shares 1030");
  });
});

it("a cpuset is told from an affinity, with the cgroup that sets it", () => {
  const sets = [
    { kind: "cpuset", cgroup: `/sys/fs/cgroup/cpuset/docker/${id}`, cpus: "1" },
    { kind: "cpuset", cgroup: "/sys/fs/cgroup/cpuset/docker", cpus: "0-1" },
  ];
  expect(parse([window, target, thread, ...sets])).toMatchObject({
    restrictedBy: "cpuset",
    restrictedIn: "/docker/5d1f0e7c9a3b",
  });
});

it("processes of one cgroup compete by nice, a whole cgroup as one", () => {
  const rootGroup = "/sys/fs/cgroup/cpu";
  const facts = parse([window, { ...target, cgroup: rootGroup }, { ...hog, cgroup: rootGroup, nice: -3 }, thread]);
  expect(facts["weight"]).toBe(100);
  // 1.25 to the third
  expect(facts["rivalWeight"]).toBeCloseTo(195.31, 2);
  expect(facts).not.toHaveProperty("weightSetting");
});

it("real-time neighbours are told apart", () => {
  const facts = parse([window, target, { ...hog, policy: 1, realTimePriority: 50 }, thread]);
  expect(facts).toMatchObject({ realTimeUsage: 90, realTimeCommand: "hog", realTimePid: 200, topPolicy: "fifo" });
});

describe("recordings", () => {
  it("of three busy programs name the neighbours", () => {
    const facts = plain(parseRecording("cpu-neighbours/procfs-hot-2").facts);
    expect(facts).toMatchObject({ cpus: 2, allowedCpus: 2, policy: "other", nice: 0 });
    // What recorded it had started the other two as well: they count as diag's own.
    expect(facts["diagUsage"]).toBeGreaterThan(30);
    expect(facts["waiting"]).toBeGreaterThan(20);
  });

  it("of the host say nothing of a target", () => {
    const facts = plain(parseRecording("cpu-neighbours/procfs-hot-2-host").facts);
    expect(facts).not.toHaveProperty("usage");
    expect(facts).not.toHaveProperty("waiting");
    expect(facts["topCommand"]).toBeTypeOf("string");
  });
});

it("a CPU is in a list, and in what is no list", () => {
  expect([cpuListHas("0-3,8", 2), cpuListHas("0-3,8", 8), cpuListHas("0-3,8", 5), cpuListHas(undefined, 5)]).toEqual([
    true,
    true,
    false,
    true,
  ]);
});
