import { describe, expect, it } from "vitest";
import { cgroupMemoryPaths } from "../../src/tools/cgroup-memory/cgroup-memory-paths.ts";
import type { Sample } from "../../src/tools/tool.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const parse = (samples: readonly Sample[], pids: readonly number[] = []) =>
  variantNamed("cgroup-memory", "cgroupfs").parse(
    {
      stdout: Buffer.from(samples.map((sample) => `${JSON.stringify(sample)}\n`).join("")),
      stderr: "",
      partial: false,
    },
    contextOf({ pids }),
  );

describe("cgroup v1", () => {
  it("tells the kinds of memory of a container that leaks, its limit, and that nobody was killed", () => {
    const { facts, notes } = parseRecording("cgroup-memory/cgroupfs-leak-limited");
    expect(plain(facts)).toMatchObject({ limit: 256 * 1024 ** 2, ofTarget: true, oomKills: 0, oomKillsInWindow: 0 });
    const anonymous = facts["anonymous"]?.kind === "series" ? facts["anonymous"].points.map(([, value]) => value) : [];
    expect(anonymous).toHaveLength(3);
    // 100 requests a second that keep a page each, for two seconds.
    expect((anonymous.at(-1) ?? 0) - (anonymous[0] ?? 0)).toBeGreaterThan(0.7 * 2 * 100 * 4096);
    expect(notes).toEqual([]);
  });

  it("of the root has no limit, and says whose memory that is", () => {
    const { facts, notes } = parseRecording("cgroup-memory/cgroupfs-idle");
    expect(facts).not.toHaveProperty("limit");
    expect(plain(facts)).toMatchObject({ ofTarget: false });
    expect(facts).not.toHaveProperty("anonymous");
    expect(notes).toEqual([
      "Other processes are in the target's cgroup: its usage is of all of them, and of which kind the target's is cannot be told.",
    ]);
  });
});

/** Fields and their order as mm/memcontrol.c of Linux 6.1 prints them: this machine's v2 hierarchy has no memory controller. */
describe("cgroup v2", () => {
  const pod = "/sys/fs/cgroup/kubepods.slice/kubepods-pod1.slice";
  const own = `${pod}/app.scope`;
  const stat = (anon: number) =>
    `anon ${anon}\nfile 5000\nkernel 700\nkernel_stack 100\npagetables 200\nsec_pagetables 0\npercpu 50\nsock 30\nvmalloc 0\nshmem 1000\nzswap 0\nzswapped 0\nfile_mapped 0\nfile_dirty 0\nfile_writeback 0\nswapcached 0\nanon_thp 0\nfile_thp 0\nshmem_thp 0\ninactive_anon 0\nactive_anon 0\ninactive_file 2500\nactive_file 1500\nunevictable 0\nslab_reclaimable 300\nslab_unreclaimable 50\nslab 350\n`;
  const sample = (at: number, anon: number, kills: number, hits: number, waited: number) => ({
    at,
    files: {
      [`${own}/cgroup.procs`]: "41\n42\n",
      [`${own}/memory.current`]: `${anon + 5730}\n`,
      [`${own}/memory.stat`]: stat(anon),
      [`${own}/memory.events`]: `low 0\nhigh 0\nmax ${hits}\noom ${kills}\noom_kill ${kills}\noom_group_kill 0\n`,
      [`${own}/memory.peak`]: "99000\n",
      [`${own}/memory.pressure`]: `some avg10=0.00 avg60=0.00 avg300=0.00 total=${waited}\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n`,
      [`${own}/memory.max`]: "max\n",
      [`${pod}/memory.max`]: "100000\n",
      "/sys/fs/cgroup/kubepods.slice/memory.max": "900000\n",
    },
  });

  it("takes the memory of the container and the tightest limit above", () => {
    expect(plain(parse([sample(0, 10_000, 1, 4, 0), sample(2, 20_000, 2, 9, 500_000)], [41, 42]).facts)).toEqual({
      ofTarget: true,
      usage: [
        [0, 15_730],
        [2, 25_730],
      ],
      workingSet: [
        [0, 13_230],
        [2, 23_230],
      ],
      unreclaimable: [
        [0, 11_730],
        [2, 21_730],
      ],
      anonymous: [
        [0, 10_000],
        [2, 20_000],
      ],
      pageCache: [
        [0, 4000],
        [2, 4000],
      ],
      shared: [
        [0, 1000],
        [2, 1000],
      ],
      kernel: [
        [0, 700],
        [2, 700],
      ],
      sockets: [
        [0, 30],
        [2, 30],
      ],
      limit: 100_000,
      usageOfLimit: 23.23,
      peak: 99_000,
      oomKills: 2,
      oomKillsInWindow: 1,
      oomKillsOverTime: [[2, 1]],
      limitHits: 5,
      pressureSome: 25,
    });
  });

  it("is not the target's alone where others are in it", () => {
    expect(plain(parse([sample(0, 1, 0, 0, 0)], [41]).facts)).toMatchObject({ ofTarget: false });
  });

  it("adds kernel memory up where the kernel does not (before 5.18)", () => {
    const before = sample(0, 1, 0, 0, 0);
    const files = { ...before.files, [`${own}/memory.stat`]: stat(1).replace("kernel 700\n", "") };
    expect(plain(parse([{ at: 0, files }], [41, 42]).facts)).toMatchObject({ kernel: [[0, 700]] });
  });

  it("without a memory controller is a reason, not a zero", () => {
    expect(parse([{ at: 0, files: {} }]).problem?.code).toBe("not-on-cgroup");
  });
});

it("reads the limits of every level up to the root", () => {
  const paths = cgroupMemoryPaths({ unified: "/sys/fs/cgroup/a/b", memory: "/m/c" });
  expect(paths.filter((path) => path.endsWith("/memory.max"))).toEqual(
    ["/sys/fs/cgroup/a/b", "/sys/fs/cgroup/a", "/sys/fs/cgroup", "/sys/fs", "/sys"].map((path) => `${path}/memory.max`),
  );
  expect(paths).toContain("/m/c/memory.stat");
});
