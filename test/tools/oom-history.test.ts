import { describe, expect, it } from "vitest";
import { isOfTarget } from "../../src/tools/oom-history/is-of-target.ts";
import { contextOf, plain, variantNamed } from "./recording.ts";

const pod = "/kubepods/burstable/pod653429d8-bc49-48e1-bf02-5f166c6b8c76";
const container = "720a1abe6329ba57497bc8e08a69c5cab623fb8bffd5f046da171566340c3b37";
const other = "8378b2bc6814530cc38c9177a28161b6d40e8daed331bf3d0d8b05caf0454eb8";

const parse = (lines: readonly string[]) =>
  variantNamed("oom-history", "dmesg").parse(
    { stdout: Buffer.from(lines.map((line) => `${line}\n`).join("")), stderr: "", partial: false },
    contextOf(),
  );

/** As Linux 6.18 wrote them of a pod with a limit of 32 MiB. */
const killed = [
  `2026-11-23T17:20:04,244301+00:00 oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=${container},mems_allowed=0,oom_memcg=${pod},task_memcg=${pod}/${container},task=oom,pid=30418,uid=0`,
  "2026-11-23T17:20:04,244353+00:00 Memory cgroup out of memory: Killed process 30418 (oom) total-vm:35464kB, anon-rss:31872kB, file-rss:1364kB, shmem-rss:0kB, UID:0 pgtables:104kB oom_score_adj:999",
];
/** The same of a node that is short, after mm/oom_kill.c. */
const nodeWide = [
  "2026-11-23T17:30:00,000000+00:00 oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/system.slice/batch.service,task=batch) x (,pid=77,uid=1000",
  "2026-11-23T17:30:00,000100+00:00 Out of memory: Killed process 77 (batch) x () total-vm:9000kB, anon-rss:8000kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:40kB oom_score_adj:0",
];
const header = (cgroup: string) =>
  JSON.stringify({ kind: "oom-log", now: "2026-11-23T17:35:04.244Z", cgroup, process: "oom" });

describe("the kernel's log", () => {
  it("tells who was killed, at which limit, and which of them was of the target's pod", () => {
    const { facts } = parse([header(`/sys/fs/cgroup/memory${pod}/${other}`), ...killed, ...nodeWide]);
    expect(plain(facts)).toEqual({
      kills: [
        ["2026-11-23T17:30:00Z", "batch) x (", 77, 8_192_000, false, false, "/system.slice/batch.service"],
        ["2026-11-23T17:20:04Z", "oom", 30418, 32_636_928, true, true, `${pod}/${container}`],
      ],
      count: 2,
      nodeWide: 1,
      targetKills: 1,
      targetKillHeld: 32_636_928,
      sinceTargetKill: 900.24,
      lastAt: "2026-11-23T17:30:00Z",
      lastProcess: "batch) x (",
    });
  });

  it("without a kill tells that there was none", () => {
    expect(plain(parse([header("/sys/fs/cgroup/memory/a")]).facts)).toMatchObject({ count: 0, targetKills: 0 });
  });

  it("that could not be read is a reason", () => {
    expect(parse([]).problem?.code).toBe("no-output");
  });
});

describe("a kill is of the target", () => {
  const about = (cgroup: string) => ({ kind: "oom-log", now: "", cgroup, process: "web" }) as const;
  it.each([
    ["in its own cgroup", "/docker/1f", "web", "/sys/fs/cgroup/memory/docker/1f", true],
    ["in a cgroup below its own", "/docker/1f/job", "sh", "/sys/fs/cgroup/memory/docker/1f", true],
    ["in a neighbour's", "/docker/2e", "web", "/sys/fs/cgroup/memory/docker/1f", false],
    ["above it", "/docker", "web", "/sys/fs/cgroup/memory/docker/1f", false],
    ["in an earlier container of its pod", `${pod}/${container}`, "x", `/sys/fs/cgroup/memory${pod}/${other}`, true],
    ["in the root, of its name", "/", "web", "/sys/fs/cgroup/memory", true],
    ["in the root, of another name", "/", "sh", "/sys/fs/cgroup/memory", false],
  ])("%s", (_, path, name, cgroup, is) => {
    expect(isOfTarget(path, name, about(cgroup))).toBe(is);
  });
});
