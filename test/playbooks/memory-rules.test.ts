import { describe, expect, it } from "vitest";
import { outcomes as outcomesOf, type Values } from "./judged-values.ts";

/** Rules whose faults cannot be made on every machine: a node that is short, swap, memory.high of cgroup v2. */
const target = { kind: "container", label: "web", runtime: "jvm", pid: 7, cpus: 2 };
const params = { duration: 15, refaults: 1024 ** 2, pressure: 10, recent: 3600 };
const outcomes = (playbook: string, values: Values, about: Record<string, unknown> = target) =>
  outcomesOf(playbook, values, { params, target: about });

const mebibyte = 1024 ** 2;
const node = {
  ...{ total: 8192 * mebibyte, available: 4096 * mebibyte, availableShare: 50, swapTotal: 0, swapUsed: 0 },
  ...{ kswapdScan: 0, directScan: 0, directStalls: 0, swapIn: 0, swapOut: 0, pressureSome: 0, compactStalls: 0 },
};
const cgroup = {
  ...{ ofTarget: true, pageCache: 40 * mebibyte, pageCacheMean: 40 * mebibyte, anonymous: 20 * mebibyte },
  ...{ unreclaimable: 22 * mebibyte, limit: 64 * mebibyte, refaultsFile: 0, refaultedFile: 0, refaultingShare: 0 },
  ...{ refaultsAnonymous: 0, pressureSome: 0, swapUsed: 0 },
};
const waits = { stalls: 0, waited: 0, waitedAtLimit: 0, waitedForNode: 0 };
const faults = { majorFaults: 0 };

describe("memory-pressure", () => {
  const said = (change: Values, about?: Record<string, unknown>) =>
    outcomes("memory-pressure", { node, cgroup, waits, faults, ...change }, about);

  it("is silent where nothing is read again", () => {
    const outcomesOnly = Object.values(said({})).map(({ outcome }) => outcome);
    expect(new Set(outcomesOnly)).toEqual(new Set(["pass"]));
  });

  it("tells a node that is short, and names the neighbour with its container", () => {
    const neighbours = {
      ...{ largestName: "java", largestPid: 9, largestContainer: "0123456789ab", largestHeld: 6000 * mebibyte },
      ...{ growingName: "import", growingPid: 10, growingContainer: "ba9876543210", growth: 300 * mebibyte },
    };
    const short = { ...node, availableShare: 2, kswapdScan: 1e8, directScan: 1e7, directStalls: 500, pressureSome: 25 };
    const { "node-short": finding } = said({ node: short, neighbours });
    expect(finding).toMatchObject({ outcome: "fail" });
    expect(finding?.message).toContain("import (pid 10, container ba9876543210) grows most");
    expect(finding?.message).toContain("java (pid 9, container 0123456789ab) holds most");
    expect(finding?.remedy).toContain("import");
  });

  it("takes kswapd alone for what it is", () => {
    expect(said({ node: { ...node, kswapdScan: 1e7 } })["node-short"]?.outcome).toBe("info");
    expect(said({ node: { ...node, kswapdScan: 1e7, availableShare: 4 } })["node-short"]?.outcome).toBe("warn");
    expect(said({ node: { ...node, directScan: 1e6, directStalls: 14 } })["node-short"]?.outcome).toBe("pass");
    expect(said({ node: { ...node, directScan: 1e6, directStalls: 15 } })["node-short"]?.outcome).toBe("warn");
  });

  it("tells swap that is in use from swap that is only full", () => {
    const swap = { ...node, swapTotal: 1e9, swapUsed: 9e8 };
    expect(said({ node: swap })["node-swaps"]?.outcome).toBe("pass");
    expect(said({ node: { ...swap, swapOut: 5e6 } })["node-swaps"]?.outcome).toBe("pass");
    expect(said({ node: { ...swap, swapIn: 5e6, swapOut: 5e6 } })["node-swaps"]?.outcome).toBe("warn");
    expect(said({ node: { ...swap, swapIn: 5e6, swapOut: 5e6, pressureSome: 12 } })["node-swaps"]?.outcome).toBe(
      "fail",
    );
  });

  it("counts refaults that go on, not a burst, and fails where tasks wait for them", () => {
    const thrash = { ...cgroup, refaultsFile: 3 * mebibyte, refaultedFile: 45 * mebibyte };
    expect(said({ cgroup: { ...thrash, refaultingShare: 20 } })["cache-thrash"]?.outcome).toBe("pass");
    expect(said({ cgroup: { ...thrash, refaultingShare: 90 } })["cache-thrash"]?.outcome).toBe("warn");
    const waiting = said({ cgroup: { ...thrash, refaultingShare: 90, pressureSome: 30 } });
    expect(waiting["cache-thrash"]?.outcome).toBe("fail");
    // What is explained is no second alarm.
    expect(waiting["stalls"]?.outcome).toBe("info");
    expect(waiting["cache-thrash"]?.remedy).toContain("A limit of 109\u202fMiB is enough");
  });

  it("of a cgroup that is shared with others says nothing of refaults", () => {
    const shared = { ...cgroup, ofTarget: false, refaultsFile: 30 * mebibyte, refaultingShare: 100 };
    expect(said({ cgroup: shared })).not.toHaveProperty("cache-thrash");
  });

  it("names what is in swap and the limit that has room for it", () => {
    const swapping = { ...cgroup, refaultsAnonymous: 4 * mebibyte, swapUsed: 16 * mebibyte, pressureSome: 40 };
    const { "swap-thrash": finding } = said({ cgroup: swapping });
    expect(finding?.outcome).toBe("fail");
    expect(finding?.remedy).toContain("Set the limit to 80\u202fMiB");
  });

  it("tells throttling above memory.high, with the number to set", () => {
    const high = { ...cgroup, high: 20 * mebibyte, highEvents: 12 };
    expect(said({ cgroup: { ...high, highEvents: 0 } })["high-throttled"]?.outcome).toBe("pass");
    expect(said({ cgroup: high })["high-throttled"]?.outcome).toBe("warn");
    const { "high-throttled": finding } = said({ cgroup: { ...high, pressureSome: 60 } });
    expect(finding?.outcome).toBe("fail");
    expect(finding?.remedy).toContain("27.5\u202fMiB");
  });

  it("weighs reclaim at the limit by the time it takes", () => {
    const scanning = { ...waits, stalls: 900, waited: 3, waitedAtLimit: 3 };
    expect(said({ waits: scanning })["reclaims-itself"]?.outcome).toBe("info");
    const slow = { ...scanning, waited: 30, waitedAtLimit: 30, worstName: "java", worstPid: 7 };
    expect(said({ waits: slow })["reclaims-itself"]).toMatchObject({
      outcome: "warn",
      message: expect.stringContaining("java (pid 7)"),
    });
  });

  it("of a host tells that containers are at their limits and the node is not short", () => {
    const { "cgroups-at-limit": finding } = said(
      { node: { ...node, cgroupScan: 5e7 }, waits: { ...waits, waitedAtLimit: 2, worstName: "reader", worstPid: 8 } },
      { kind: "host", label: "host", runtime: "unknown", cpus: 2 },
    );
    expect(finding).toMatchObject({ outcome: "info", message: expect.stringContaining("reader (pid 8)") });
  });
});

describe("oom-kill", () => {
  const kill = {
    ...{ count: 1, nodeWide: 0, targetKills: 1, targetKillsInHour: 1, killProcess: "web", killPid: 7, killSince: 60 },
    ...{ killHeld: 60 * mebibyte, killScoreAdj: 0, killScope: "own", killLimitCgroup: "/docker/1f", killGroup: false },
    ...{ killLimit: 64 * mebibyte, killUsage: 64 * mebibyte, killAnonymous: 60 * mebibyte, killPageCache: 0 },
    ...{ killShared: 0, killKernel: mebibyte, killLargest: "web", killLargestPid: 7, killLargestHeld: 60 * mebibyte },
    ...{ killLargestScoreAdj: 0 },
  };
  const who = { pid: 7, name: "web", age: 30, container: "1f" };
  const quiet = { ...cgroup, usageOfLimit: 40, oomKills: 1, oomKillsInWindow: 0 };
  const { ofTarget, limit, oomKills, oomKillsInWindow, usageOfLimit } = quiet;
  const still = {
    ...{ ofTarget, limit, oomKills, oomKillsInWindow, usageOfLimit },
    unreclaimable: 20 * mebibyte,
    workingSet: 25 * mebibyte,
  };
  const memory = { growingName: "web", growingPid: 7 };
  const said = (kills: Values[string], about?: Record<string, unknown>) =>
    outcomes("oom-kill", { who, kills: { ...kill, ...kills }, cgroup: still, memory, node }, about);

  it("names one cause by what filled the limit", () => {
    const causes = (kills: Values[string]) =>
      Object.values(said(kills)).flatMap(({ check, outcome }) => (outcome === "fail" ? [check] : []));
    expect(causes({})).toEqual(["own-memory"]);
    expect(causes({ killShared: 50 * mebibyte, killAnonymous: 9 * mebibyte })).toEqual(["shared-memory"]);
    expect(causes({ killKernel: 50 * mebibyte, killAnonymous: 9 * mebibyte })).toEqual(["kernel-memory"]);
    expect(causes({ killScope: "pod" })).toEqual(["own-memory"]);
    expect(causes({ killScope: "above" })).toEqual(["limit-above"]);
    expect(causes({ killScope: "node", nodeWide: 1, sinceNodeWide: 60 })).toEqual(["node-short"]);
    expect(causes({ killSince: 7200 })).toEqual([]);
    expect(said({ killSince: 7200 })["own-memory"]?.outcome).toBe("warn");
  });

  it("does not blame one process for what many hold", () => {
    const { "own-memory": finding } = said({ killLargestHeld: 3 * mebibyte, killTaskCount: 30 });
    expect(finding?.message).toContain("spread over 30 processes or more; the largest, web (pid 7), has 3");
    expect(finding?.remedy).toContain("how many processes run at once");
  });

  it("gives a runtime its own bound", () => {
    expect(said({})["own-memory"]?.remedy).toContain("-XX:MaxRAMPercentage=70");
    expect(said({}, { ...target, runtime: "go" })["own-memory"]?.remedy).toContain("GOMEMLIMIT=57MiB");
    expect(said({}, { ...target, runtime: "node" })["own-memory"]?.remedy).toContain("--max-old-space-size=44");
  });

  it("tells a node that was short for another's sake", () => {
    const { "node-short": finding } = said({ targetKills: 0, nodeWide: 2, sinceNodeWide: 100 });
    expect(finding?.outcome).toBe("warn");
  });

  it("without the log falls back to the cgroup's own count", () => {
    const found = outcomes("oom-kill", { who, cgroup: still, memory, node });
    expect(found["killed"]).toMatchObject({ outcome: "warn", message: expect.stringContaining("1 process") });
    expect(found["own-memory"]?.outcome).toBe("unknown");
    expect(found["repeated"]?.outcome).toBe("unknown");
  });

  it("tells a child's death only while the first process has lived on", () => {
    expect(said({ killPid: 8, killSince: 20 })["child-killed"]?.outcome).toBe("warn");
    // It was killed before the first process started: the container as a whole was started again.
    expect(said({ killPid: 8, killSince: 100 })["child-killed"]?.outcome).toBe("pass");
    expect(said({ killPid: 7, killSince: 20 })["child-killed"]?.outcome).toBe("pass");
  });
});
