import { describe, expect, it } from "vitest";
import { isOfTarget } from "../../src/tools/oom-history/is-of-target.ts";
import { keptLines } from "../../src/tools/oom-history/oom-log.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

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
    expect(plain(facts)).toMatchObject({
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

describe("the report of a kill", () => {
  it("names the limit above, the one that held most, and the one that died for its oom_score_adj", () => {
    const { facts, notes } = parseRecording("oom-history/dmesg-adj");
    expect(notes).toEqual([]);
    expect(plain(facts)).toMatchObject({
      targetKills: 1,
      killProcess: "small",
      killScope: "above",
      killLimitCgroup: "/p3",
      killLimit: 24 * 1024 ** 2,
      killUsage: 24 * 1024 ** 2,
      killHeld: (10_724 + 5_380) * 1024,
      killScoreAdj: 900,
      killAnonymous: 24_760_320,
      killPageCache: 0,
      killShared: 0,
      killKernel: 396 * 1024,
      killTrigger: "small",
      killOrder: 0,
      killGroup: false,
      killTaskCount: 4,
      killLargest: "holder",
      killLargestHeld: 4_637 * 4096,
      killLargestScoreAdj: 0,
      killTasks: [
        [30529, "holder", 4_637 * 4096, 3_226 * 4096, 1_411 * 4096, 0, 0, 0, false],
        [30537, "small", 4_026 * 4096, 2_681 * 4096, 1_345 * 4096, 0, 0, 900, true],
        [30527, "timeout", 427 * 4096, 0, 427 * 4096, 0, 0, 0, false],
        [30535, "timeout", 417 * 4096, 0, 417 * 4096, 0, 0, 0, false],
      ],
    });
  });

  const at = "2026-11-23T17:20:04,244301+00:00";
  const own = "/sys/fs/cgroup/app.slice/web.service";
  const about = { kind: "oom-log", now: "2026-11-23T17:21:04.244Z", cgroup: own } as const;
  /** After mm/memcontrol.c and mm/oom_kill.c: older kernels print the counters as one message. */
  const unified = [
    `${at} web: worker 1 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0`,
    `${at} RAX: 00007f22fbef6f70 RBX: secret`,
    `${at} memory: usage 65536kB, limit 65536kB, failcnt 12`,
    `${at} swap: usage 0kB, limit 0kB, failcnt 0`,
    `${at} Memory cgroup stats for /app.slice/web.service:`,
    `${at} anon 8388608`,
    "      file 56623104",
    "      kernel 1048576",
    "      sock 4096",
    "      shmem 50331648",
    "      slab 524288",
    "      unevictable 0",
    `${at} Tasks state (memory values in pages):`,
    `${at} [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name`,
    `${at} [    100]     0   100     4000     2048    40960        0             0 web: worker 1`,
    `${at} [    101]     0   101     4000      100    40960      300             0 web: worker 2`,
    `${at} unrelated: a line of another driver`,
    `${at} oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/app.slice/web.service,task_memcg=/app.slice/web.service,task=web: worker 1,pid=100,uid=0`,
    `${at} Memory cgroup out of memory: Killed process 100 (web: worker 1) total-vm:16000kB, anon-rss:8000kB, file-rss:192kB, shmem-rss:0kB, UID:0 pgtables:40kB oom_score_adj:0`,
    `${at} Tasks in /app.slice/web.service are going to be killed due to memory.oom.group set`,
    `${at} Memory cgroup out of memory: Killed process 101 (web: worker 2) total-vm:16000kB, anon-rss:300kB, file-rss:100kB, shmem-rss:0kB, UID:0 pgtables:40kB oom_score_adj:0`,
  ];

  it("of cgroup v2 tells kinds, tmpfs and a group that dies together", () => {
    const kept = keptLines(unified, about);
    expect(kept.filter((line) => /secret|unrelated/.test(line))).toEqual([]);
    expect(kept).toHaveLength(unified.length - 2);
    expect(plain(parse([JSON.stringify(about), ...kept]).facts)).toMatchObject({
      targetKills: 2,
      killProcess: "web: worker 2",
      killScope: "own",
      killGroup: true,
    });
    const [first] = [parse([JSON.stringify(about), ...kept.slice(0, -2)])];
    expect(plain(first?.facts ?? {})).toMatchObject({
      killProcess: "web: worker 1",
      killAnonymous: 8 * 1024 ** 2,
      killPageCache: 6 * 1024 ** 2,
      killShared: 48 * 1024 ** 2,
      killKernel: 1024 ** 2,
      killSlab: 512 * 1024,
      killSockets: 4096,
      killTasks: [
        [100, "web: worker 1", 2048 * 4096, 2048 * 4096, 0, 0, 0, 0, true],
        [101, "web: worker 2", 400 * 4096, 100 * 4096, 0, 0, 300 * 4096, 0, false],
      ],
    });
  });

  it("of others at limits of their own does not leave the node", () => {
    const kept = keptLines(unified, { ...about, cgroup: "/sys/fs/cgroup/app.slice/other.service" });
    expect(kept).toHaveLength(4);
    expect(kept[0]).toContain("oom-kill:");
  });

  it("of a whole node tells its swap, and the heaviest of its processes", () => {
    const rows = Array.from({ length: 50 }, (_, index) => {
      return `${at} [ ${1000 + index} ]     0  ${1000 + index}     9000     ${index * 10}    40960        0             0 task-${index}`.replace(
        " ]",
        "]",
      );
    });
    const report = [
      `${at} batch invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=0, oom_score_adj=0`,
      `${at} Mem-Info:`,
      `${at} active_anon:1000 inactive_anon:3000 isolated_anon:0`,
      "       active_file:50 inactive_file:60 isolated_file:0",
      "       slab_reclaimable:10 slab_unreclaimable:20",
      "       mapped:5 shmem:500 pagetables:30",
      `${at} Free swap  = 0kB`,
      `${at} Total swap = 1048576kB`,
      `${at} [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name`,
      ...rows,
      ...nodeWide,
    ];
    const host = { kind: "oom-log", now: "2026-11-23T17:35:04.244Z", host: true } as const;
    const kept = keptLines(report, host);
    expect(kept.filter((line) => line.includes("task-"))).toHaveLength(30);
    expect(plain(parse([JSON.stringify(host), ...kept]).facts)).toMatchObject({
      targetKills: 1,
      killScope: "node",
      killAnonymous: 3500 * 4096,
      killPageCache: 110 * 4096,
      killShared: 500 * 4096,
      killKernel: 60 * 4096,
      killSwapTotal: 1024 ** 3,
      killSwapFree: 0,
      killLargest: "task-49",
    });
  });

  it("is found by the id of a container that has ended", () => {
    const id = container;
    const kept = keptLines(killed, { kind: "oom-log", now: "2026-11-23T17:35:04.244Z", container: id });
    const text = JSON.stringify({ kind: "oom-log", now: "2026-11-23T17:35:04.244Z", container: id });
    expect(plain(parse([text, ...kept]).facts)).toMatchObject({ targetKills: 1, killProcess: "oom", killScope: "pod" });
  });

  it("again and again has an interval", () => {
    const again = ["04", "34", "59"].flatMap((second) =>
      killed.map((line) => line.replace("17:20:04", `17:20:${second}`)),
    );
    const { facts } = parse([header(`/sys/fs/cgroup/memory${pod}/${other}`), ...again]);
    expect(plain(facts)).toMatchObject({ targetKills: 3, targetKillsInHour: 3, killInterval: 30 });
  });
});
