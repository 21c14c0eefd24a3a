import { describe, expect, it } from "vitest";
import { futexFacts } from "../../src/tools/futex/futex-facts.ts";
import { futexScript } from "../../src/tools/futex/futex-script.ts";
import type { FutexCalls, FutexWait, FutexWake } from "../../src/tools/futex/futex-wait.ts";
import { parseFutexMaps } from "../../src/tools/futex/parse-futex-maps.ts";
import { bpftraceMaps } from "../../src/tools/stacks/bpftrace-maps.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const rowsOf = (facts: Record<string, unknown>, name: string) => facts[name] as unknown[][];

describe("recorded", () => {
  it("one mutex around everything: where it is waited for, who gives it up, and who has it", () => {
    const facts = plain(parseRecording("futex/bpftrace-one-mutex").facts);
    expect(facts).toMatchObject({ interpreter: 0, condition: expect.any(Number) });
    expect(facts["waiting"]).toBeGreaterThan(400);
    const [futex, site, , waiters, , , , , kind, shared, , holder, owned, holderSite, , held] =
      rowsOf(facts, "locks")[0] ?? [];
    expect({ futex, site, waiters, kind, shared, holder, owned, holderSite }).toEqual({
      futex: expect.stringMatching(/^0x[0-9a-f]{6,12}$/),
      site: "Cache::lookup(unsigned int)",
      waiters: "cache",
      kind: "mutex",
      shared: false,
      holder: "cache",
      owned: 100,
      holderSite: "Cache::lookup(unsigned int)",
    });
    expect(held).toBeGreaterThan(100);
    expect(rowsOf(facts, "stacks")[0]).toMatch(/^cache;.*handle_request\(unsigned int\);Cache::lookup\(unsigned int\)/);
  });

  it("a condition that wakes everybody for each job", () => {
    const facts = plain(parseRecording("futex/bpftrace-wake-all").facts);
    const [, , , , , , , , wakes, woken, most, vain, wakerSite] = rowsOf(facts, "conditions")[0] ?? [];
    expect(wakerSite).toBe("put_job");
    expect([wakes, woken, vain].map((value) => Number(value) > 20)).toEqual([true, true, true]);
    expect(most).toBe(40);
  });

  it("threads of Python wait for the interpreter, and for no lock that counts", () => {
    const facts = plain(parseRecording("futex/bpftrace-gil-threads").facts);
    expect(facts["interpreter"]).toBeGreaterThan(300);
    expect(facts["waiting"]).toBeLessThan(25);
  });

  it("two threads that wait for one another for good, by looking", () => {
    const facts = plain(parseRecording("futex/procfs-deadlock").facts);
    const watched = Number(facts["watched"]);
    const locks = rowsOf(facts, "locks");
    expect(locks.map(([, , , waiters]) => waiters).toSorted()).toEqual(["pay-back", "pay-out"]);
    expect(locks.every(([, , , , , , , longest]) => Number(longest) > watched * 0.9e6)).toBe(true);
  });
});

const printed = (lines: readonly string[]) => Buffer.from(`${lines.join("\n")}\n`);
const head = "watched 2000000000 now 9000000000 seen 3";

describe("what bpftrace prints", () => {
  it("of a stack that is a key, one that is a value, a histogram and a number is an entry; the rest are lines", () => {
    const lines = [
      ...[
        "hello",
        "@total[4, 7, 100, a, b: c, 0, ",
        "\t7f00 lock+3 (/lib/libc.so.6)",
        "\t5500 work+1 (/srv/a)",
        "]: 12",
      ],
      ...[
        "@none[1, 2, 0, ",
        "]: 3",
        "@user[9]: ",
        "\t5500 work+1 (/srv/a)",
        "",
        "@times[4, 7, 100]: ",
        "[2, 4)   3 |@@@|",
        "",
      ],
      "@met[7, 100, 9]: 5",
    ];
    const none = { user: [], histogram: [] };
    expect([...bpftraceMaps(printed(lines))].filter((item) => item !== "")).toEqual([
      "hello",
      expect.objectContaining({ map: "total", keys: "4, 7, 100, a, b: c, 0", value: "12", user: ["lock", "work"] }),
      expect.objectContaining({ map: "none", keys: "1, 2, 0", value: "3", ...none }),
      expect.objectContaining({ map: "user", keys: "9", value: "", user: ["work"] }),
      expect.objectContaining({ map: "times", keys: "4, 7, 100", histogram: ["[2, 4)   3 |@@@|"] }),
      { map: "met", keys: "7, 100, 9", value: "5", ...none },
    ]);
  });

  it("without its end is no answer", () => {
    expect(parseFutexMaps(printed(["@met[7, 100, 9]: 5"]))).toBeUndefined();
    expect(
      variantNamed("futex", "bpftrace").parse({ stdout: printed([]), stderr: "", partial: true }, contextOf()),
    ).toEqual({
      facts: {},
      notes: [],
    });
  });

  it("an owner is a thread of the process by its id in the container; what is none is not told", () => {
    const lines = [head, "@met[7, 100, 9]: 5", "@met[7, 100, 77]: 50", "@thread[7, 9, wor, ker]: 4711"];
    expect(parseFutexMaps(printed(lines))?.owners).toEqual([
      { lock: { pid: 7, address: 100 }, thread: "wor, ker", tid: 4711, count: 5 },
    ]);
  });

  it("names of callers stand in one line before bpftrace 0.21", () => {
    const place = (map: string, value: number) => [
      `@${map}[4, 7, 100, a, 55, `,
      "\t7f00 __lll_lock_wait+3 (/lib/libc.so.6)",
      `]: ${value}`,
    ];
    const lines = [
      head,
      ...place("total", 90),
      ...place("count", 3),
      ...place("longest", 50),
      "@name[44]: free+7@name[55]: std::f(int)+12",
    ];
    expect(parseFutexMaps(printed(lines))?.waits).toEqual([
      {
        lock: { pid: 7, address: 100 },
        ...{ thread: "a", kind: "mutex", shared: false, short: false, us: 90, count: 3, longestUs: 50 },
        user: ["__lll_lock_wait", "std::f(int)"],
      },
    ]);
  });

  it("a wait that has not ended counts until the end, and no longer than was watched", () => {
    const of = (tid: number, begin: number) => [
      `@begin[${tid}]: ${begin}`,
      `@lock[${tid}]: 100`,
      `@how[${tid}]: 5`,
      `@process[${tid}]: 7`,
      `@comm[${tid}]: a`,
    ];
    const waits = parseFutexMaps(printed([head, ...of(9, 8_500_000_000), ...of(10, 1)]))?.waits ?? [];
    expect(waits.map(({ us, shared, kind }) => [us, shared, kind])).toEqual([
      [500_000, true, "mutex"],
      [2_000_000, true, "mutex"],
    ]);
  });
});

describe("futexes", () => {
  const wait = (other: Partial<FutexWait>): FutexWait => ({
    lock: { pid: 7, address: 0x100 },
    ...{ kind: "mutex", shared: false, short: false, thread: "a", user: ["f"], us: 1e6, count: 10, longestUs: 3e5 },
    ...other,
  });
  const wake = (other: Partial<FutexWake>): FutexWake => ({
    lock: { pid: 7, address: 0x100 },
    ...{ thread: "a", user: ["g"], wakes: 5, woken: 5, most: 1, heldUs: 0, releases: 0 },
    ...other,
  });
  const factsOf = (calls: Partial<FutexCalls>) =>
    plain(futexFacts({ waits: [], wakes: [], owners: [], times: [], vain: [], seconds: 2, ...calls }));

  it("of two processes at one address are two; the words of one condition variable are one", () => {
    const condition = { kind: "condition" } as const;
    const facts = factsOf({
      waits: [
        ...[wait({}), wait({ lock: { pid: 8, address: 0x100 } })],
        ...[
          wait({ ...condition, lock: { pid: 7, address: 0x208 } }),
          wait({ ...condition, lock: { pid: 7, address: 0x20c } }),
        ],
      ],
      vain: [{ lock: { pid: 7, address: 0x20c }, count: 4 }],
      wakes: [wake({ lock: { pid: 7, address: 0x208 }, woken: 8, wakes: 2, most: 5 })],
    });
    expect(facts).toMatchObject({ waiting: 100, condition: 100, waitsPerSecond: 10 });
    expect(rowsOf(facts, "locks")).toHaveLength(2);
    expect(rowsOf(facts, "conditions")).toEqual([["0x208", "f", "f", "a", 100, 20, 1e5, 3e5, 1, 4, 5, 50, "g", "g"]]);
  });

  it("are given up by who woke most; whom waiters met is the holder", () => {
    const owner = { lock: { pid: 7, address: 0x100 }, thread: "boss", tid: 4711, count: 6 };
    const facts = factsOf({
      waits: [wait({}), wait({ thread: "b", user: ["h"], us: 2e6 })],
      wakes: [wake({ heldUs: 900, releases: 3 }), wake({ user: ["k"], woken: 9, heldUs: 100, releases: 1 })],
      owners: [owner, { ...owner, thread: "other", tid: 4712, count: 4 }],
      times: [{ lock: owner.lock, kind: "mutex", short: false, buckets: [{ low: 64, high: 128, count: 20 }] }],
    });
    expect(rowsOf(facts, "locks")).toEqual([
      ["0x100", "h", "h", "a, b", 150, 20, 1.5e5, 3e5, "mutex", false, 128, "boss", 50, "k", "k", 250],
    ]);
    expect(facts["times"]).toEqual(["64..128: 20"]);
  });
});

it("the script watches the target's processes only, and elsewhere than on x86-64 looks for no caller", () => {
  expect(futexScript(5, [3, 4], "x64")).toContain("/pid == 3 || pid == 4/");
  expect(futexScript(5, [3], "arm64")).not.toContain("pt_regs");
});
