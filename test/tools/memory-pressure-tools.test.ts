import { describe, expect, it } from "vitest";
import type { Sample } from "../../src/tools/tool.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const bytesOf = (text: string) => ({ stdout: Buffer.from(text), stderr: "", partial: false });
const ndjson = (samples: readonly Sample[]) => bytesOf(samples.map((sample) => `${JSON.stringify(sample)}\n`).join(""));

describe("vmstat", () => {
  const meminfo = (available: number) =>
    `MemTotal:       1000000 kB\nMemFree:          20000 kB\nMemAvailable:    ${available} kB\nBuffers:          1000 kB\nCached:          30000 kB\nAnonPages:      700000 kB\nMapped:            4000 kB\nShmem:            6000 kB\nSUnreclaim:       7000 kB\nSwapTotal:      200000 kB\nSwapFree:       150000 kB\n`;
  const counters = (values: Record<string, number>) =>
    Object.entries({ nr_mapped: 1000, ...values })
      .map(([name, value]) => `${name} ${value}\n`)
      .join("");
  const pressure = (total: number) =>
    `some avg10=0.00 avg60=0.00 avg300=0.00 total=${total}\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=${total / 2}\n`;
  const at = (seconds: number, available: number, values: Record<string, number>, waited: number) => ({
    at: seconds,
    files: {
      "/proc/meminfo": meminfo(available),
      "/proc/vmstat": counters(values),
      "/proc/pressure/memory": pressure(waited),
    },
  });

  it("tells reclaim of the node from that at limits of cgroups", () => {
    const start = {
      ...{ pgscan_kswapd: 10, pgscan_direct: 20, pgscan_khugepaged: 0, pgscan_anon: 100, pgscan_file: 1000 },
      ...{ allocstall_normal: 1, allocstall_movable: 2, pswpin: 5, pswpout: 5, workingset_refault_file: 50 },
    };
    const end = {
      ...{ pgscan_kswapd: 110, pgscan_direct: 70, pgscan_khugepaged: 0, pgscan_anon: 150, pgscan_file: 1300 },
      ...{ allocstall_normal: 4, allocstall_movable: 9, pswpin: 7, pswpout: 5, workingset_refault_file: 90 },
    };
    const { facts, notes } = variantNamed("vmstat", "procfs").parse(
      ndjson([at(0, 50_000, start, 0), at(2, 40_000, end, 400_000)]),
      contextOf(),
    );
    expect(notes).toEqual([]);
    expect(plain(facts)).toMatchObject({
      total: 1_024_000_000,
      available: 40_960_000,
      availableShare: 4,
      pageCache: 25_600_000,
      swapUsed: 51_200_000,
      pressureSome: 20,
      pressureFull: 10,
      kswapdScan: (100 * 4096) / 2,
      directScan: (50 * 4096) / 2,
      // 350 of both kinds less the 150 of the node.
      cgroupScan: (200 * 4096) / 2,
      directStalls: 10,
      refaultsFile: (40 * 4096) / 2,
      swapIn: 4096,
      swapOut: 0,
      scanOverTime: [[2, (150 * 4096) / 2]],
    });
    expect(facts).not.toHaveProperty("refaultsAnonymous");
  });

  it("reads a node that is well, and takes its page size from its own counters", () => {
    const { facts } = parseRecording("vmstat/procfs-idle-host");
    expect(plain(facts)).toMatchObject({ kswapdScan: 0, directScan: 0, directStalls: 0, swapTotal: 0, oomKills: 0 });
    const big = [0, 2].map((seconds) => ({
      at: seconds,
      files: {
        "/proc/meminfo": meminfo(1),
        "/proc/vmstat": counters({ nr_mapped: 62, pswpin: seconds }),
      },
    }));
    const parsed = variantNamed("vmstat", "procfs").parse(ndjson(big), contextOf());
    expect(plain(parsed.facts)).toMatchObject({ swapIn: 65_536 });
    expect(parsed.notes).toEqual([
      "This kernel keeps no pressure figures (PSI): how long tasks waited for memory is not told.",
    ]);
  });
});

describe("cgroup-reclaim", () => {
  const parse = (samples: readonly Sample[], pids: readonly number[] = []) =>
    variantNamed("cgroup-reclaim", "cgroupfs").parse(ndjson(samples), contextOf({ pids }));

  /** After Documentation/admin-guide/cgroup-v2.rst: this machine's v2 hierarchy has no memory controller. */
  it("of cgroup v2 tells refaults, who reclaims, memory.high, and whose limit is met", () => {
    const slice = "/sys/fs/cgroup/app.slice";
    const own = `${slice}/web.service`;
    const at = (seconds: number, count: number) => ({
      at: seconds,
      files: {
        [`${own}/cgroup.procs`]: "41\n",
        [`${own}/memory.current`]: "60000000\n",
        [`${own}/memory.swap.current`]: "8192\n",
        [`${own}/memory.stat`]: `anon 30000000\nfile 25000000\nshmem 5000000\nworkingset_refault_anon ${count}\nworkingset_refault_file ${100 * count}\nworkingset_activate_file ${50 * count}\npgscan ${200 * count}\npgscan_kswapd ${20 * count}\npgscan_direct ${180 * count}\npgmajfault ${2 * count}\n`,
        [`${own}/memory.max`]: "max\n",
        [`${own}/memory.high`]: "62914560\n",
        [`${own}/memory.events`]: `low 0\nhigh ${4 * count}\nmax ${30 * count}\noom 0\noom_kill 0\n`,
        [`${own}/memory.events.local`]: `low 0\nhigh ${4 * count}\nmax 0\noom 0\noom_kill 0\n`,
        [`${slice}/memory.max`]: "67108864\n",
        [`${slice}/memory.high`]: "max\n",
        [`${slice}/memory.events.local`]: `low 0\nhigh 0\nmax ${30 * count}\noom 0\noom_kill 0\n`,
        [`${own}/memory.pressure`]: `some avg10=0.00 avg60=0.00 avg300=0.00 total=${count * 10_000}\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n`,
      },
    });
    expect(plain(parse([at(0, 0), at(1, 10), at(2, 10)], [41]).facts)).toMatchObject({
      ofTarget: true,
      pageCache: 20_000_000,
      unreclaimable: 40_000_000,
      refaultsFile: 500 * 4096,
      refaultedFile: 1000 * 4096,
      refaultsAnonymous: 5 * 4096,
      activations: 250 * 4096,
      refaultingShare: 50,
      majorFaults: 10,
      scanned: 1000 * 4096,
      scannedDirect: 900 * 4096,
      scannedByKswapd: 100 * 4096,
      swapUsed: 8192,
      limit: 67_108_864,
      limitHits: 150,
      hitCgroup: "/app.slice",
      hitLimit: 67_108_864,
      hitAbove: true,
      high: 62_914_560,
      highEvents: 20,
      pressureSome: 5,
    });
  });

  const old = "/sys/fs/cgroup/memory/docker/1f";
  const v1 = (seconds: number, refaults: number, hits: number) => ({
    at: seconds,
    files: {
      [`${old}/cgroup.procs`]: "41\n",
      [`${old}/memory.usage_in_bytes`]: "67108864\n",
      [`${old}/memory.stat`]: `total_cache 40000000\ntotal_rss 20000000\ntotal_shmem 0\ntotal_pgmajfault 3\ntotal_workingset_refault_anon 0\ntotal_workingset_refault_file ${refaults}\n`,
      [`${old}/memory.limit_in_bytes`]: "67108864\n",
      [`${old}/memory.failcnt`]: "7\n",
      [`${old}/memory.memsw.limit_in_bytes`]: "67108864\n",
      [`${old}/memory.memsw.failcnt`]: `${hits}\n`,
      "/sys/fs/cgroup/memory/docker/memory.limit_in_bytes": "9223372036854771712\n",
      "/sys/fs/cgroup/memory/docker/memory.failcnt": "0\n",
    },
  });

  it("of cgroup v1 tells refaults in pages, and in bytes where the kernel prints those", () => {
    const facts = plain(parse([v1(0, 7, 100), v1(2, 1007, 160)], [41]).facts);
    expect(facts).toMatchObject({
      refaultsFile: 500 * 4096,
      limitHits: 30,
      hitCgroup: "/docker/1f",
      hitAbove: false,
      limit: 67_108_864,
    });
    expect(facts).not.toHaveProperty("scanned");
    const printed = plain(parse([v1(0, 4096, 0), v1(2, 3 * 4096, 0)], [41]).facts);
    expect(printed).toMatchObject({ refaultsFile: 4096 });
    // It is full, and no count tells how often that was met.
    expect(printed).toMatchObject({ hitCgroup: "/docker/1f", hitLimit: 67_108_864 });
    expect(printed).not.toHaveProperty("limitHits");
  });

  it("without a memory controller is no cgroup to look at", () => {
    expect(parse([{ at: 0, files: {} }]).problem?.code).toBe("not-on-cgroup");
  });

  it("reads a container whose limit is far", () => {
    const { facts } = parseRecording("cgroup-reclaim/cgroupfs-leak-limited");
    expect(plain(facts)).toMatchObject({ ofTarget: true, limit: 256 * 1024 ** 2, refaultsFile: 0, limitHits: 0 });
  });
});

describe("page-faults", () => {
  const stat = (pid: number, name: string, majors: number, blocked: number) =>
    `${pid} (${name}) S 1 1 1 0 -1 4194560 100 0 ${majors} 0 1 2 0 0 20 0 1 0 100 1000 10 ${Array(16).fill(0).join(" ")} 0 ${blocked} 0 0\n`;
  const files = (pid: number, name: string, majors: number, disk: number, anonymous: number, blocked = 0) => ({
    [`/proc/${pid}/stat`]: stat(pid, name, majors, blocked),
    [`/proc/${pid}/io`]: `rchar: ${4 * disk}\nwchar: 0\nsyscr: 1\nsyscw: 1\nread_bytes: ${disk}\nwrite_bytes: 0\ncancelled_write_bytes: 0\n`,
    [`/proc/${pid}/status`]: `Name:\t${name}\nVmRSS:\t${anonymous + 100} kB\nRssAnon:\t${anonymous} kB\nRssFile:\t100 kB\nRssShmem:\t0 kB\nVmSwap:\t10 kB\nVmData:\t1 kB\n`,
    [`/proc/${pid}/cgroup`]: `0::/docker/${"a".repeat(64)}\n`,
  });
  const at = (seconds: number, ...parts: readonly Record<string, string>[]) => ({
    at: seconds,
    files: Object.assign({ "/proc/sys/kernel/task_delayacct": "1\n" }, ...parts) as Record<string, string>,
  });

  it("names who waits for disks, who grows and who holds most, with its container", () => {
    const output = ndjson([
      at(0, files(41, "web) x (", 10, 1_000_000, 1_000), files(42, "cache", 0, 0, 90_000)),
      at(2, files(41, "web) x (", 30, 5_000_000, 1_000, 50), files(42, "cache", 0, 0, 92_000)),
    ]);
    const { facts } = variantNamed("page-faults", "procfs").parse(output, contextOf());
    expect(plain(facts)).toMatchObject({
      majorFaults: 10,
      readFromDisk: 2_000_000,
      missShare: 25,
      faultingName: "web) x (",
      faultingPid: 41,
      faultingContainer: "aaaaaaaaaaaa",
      growingName: "cache",
      growth: 2_000 * 1024,
      largestName: "cache",
      waitedForDisk: 25,
    });
  });

  it("reads a program that allocates and waits for no disk", () => {
    const { facts } = parseRecording("page-faults/procfs-leak");
    expect(plain(facts)).toMatchObject({ majorFaults: 0, growingName: "leak" });
    expect(facts).not.toHaveProperty("faultingName");
  });
});

describe("direct-reclaim", () => {
  const text = [
    "watching",
    "@pages_limit: 640",
    "@stacks[java, ",
    "\tffffffff81300000 shrink_node+10",
    "\tffffffff81300100 try_charge_memcg+20",
    ", ",
    "\t7f0000000010 read+16 (/usr/lib/libc.so.6)",
    "\t7f0000000020 Index::readSegment+32 (/srv/index)",
    "]: 900000",
    "@times_limit[4242, java]: 20",
    "@times_node[7, x, y]: 1",
    "@us_limit[4242, java]: 900000",
    "@us_node[7, x, y]: 100000",
    "@usecs: ",
    "[32K, 64K)            20 |@@@@|",
    "[64K, 128K)            1 |@   |",
  ].join("\n");

  it("tells who waited, at which limit, how long, and on which path of the program", () => {
    const { facts } = variantNamed("direct-reclaim", "bpftrace").parse(bytesOf(text), contextOf());
    expect(plain(facts)).toMatchObject({
      stalls: 21,
      waited: 50,
      waitedAtLimit: 45,
      waitedForNode: 5,
      p99High: 131_072,
      worstName: "java",
      worstPid: 4242,
      worstShare: 90,
      processes: [
        [4242, "java", 20, 900, 0],
        [7, "x, y", 1, 0, 100],
      ],
      topPath: expect.stringMatching(/^read ← Index::readSegment/),
    });
  });

  it("without a stall is no stall, and without a start is nothing", () => {
    expect(plain(parseRecording("direct-reclaim/bpftrace-leak").facts)).toMatchObject({ stalls: 0, waited: 0 });
    expect(variantNamed("direct-reclaim", "bpftrace").parse(bytesOf(""), contextOf()).facts).toEqual({});
  });

  /** Its header is real; there is no direct reclaim to be had here, so that the lines are after tools/drsnoop_example.txt. */
  it("by drsnoop tells that of the node", () => {
    expect(plain(parseRecording("direct-reclaim/libbpf-idle-host").facts)).toMatchObject({ stalls: 0 });
    const lines = [
      "Tracing direct reclaim events for 2 secs.",
      "TIME     COMM             TID     LAT(ms) PAGES",
      "12:00:01 stress worker    4242       1.25    54",
      "12:00:02 stress worker    4242    1000.00    10",
    ];
    const { facts } = variantNamed("direct-reclaim", "libbpf").parse(bytesOf(lines.join("\n")), contextOf());
    expect(plain(facts)).toMatchObject({ stalls: 2, worstName: "stress worker", worstPid: 4242, waitedForNode: 50.06 });
  });
});
