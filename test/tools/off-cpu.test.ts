import { describe, expect, it } from "vitest";
import { callerScript } from "../../src/tools/off-cpu/caller-script.ts";
import { mostWaits, offCpuScript } from "../../src/tools/off-cpu/off-cpu-script.ts";
import { parseOffCpuMaps } from "../../src/tools/off-cpu/parse-off-cpu-maps.ts";
import { withCaller } from "../../src/tools/off-cpu/wait-site.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const rowsOf = (facts: Record<string, unknown>, name: string) => facts[name] as unknown[][];

describe("recorded", () => {
  it("a lock over fsync: the function that waits for it is named though glibc has no frame pointer", () => {
    const facts = plain(parseRecording("off-cpu/bpftrace-lock-over-fsync").facts);
    expect(facts["topReason"]).toBe("lock");
    expect(rowsOf(facts, "waits")[0]?.slice(0, 4)).toEqual([
      ...["journal", "lock", "append_record"],
      expect.stringContaining("append_record ← writer"),
    ]);
    expect(rowsOf(facts, "waits").find(([, reason]) => reason === "disk")).toEqual(
      expect.arrayContaining(["append_record", "fsync"]),
    );
  });

  it("a program that polls until each child it starts has ended: only looking sees the children", () => {
    const facts = plain(parseRecording("off-cpu/bpftrace-child-render").facts);
    expect(rowsOf(facts, "reasons")[0]?.slice(0, 2)).toEqual(["poll", "idle"]);
    expect(facts).not.toHaveProperty("children");
    const looked = plain(parseRecording("off-cpu/procfs-child-render").facts);
    expect(rowsOf(looked, "children").map(([child]) => child)).toContain("sleep");
  });

  it("the same lock by looking: the system call, and no functions of the program", () => {
    const facts = plain(parseRecording("off-cpu/procfs-lock-over-fsync").facts);
    expect(facts["topReason"]).toBe("lock");
    expect(rowsOf(facts, "waits")[0]?.slice(0, 4)).toEqual(["journal", "lock", "futex", ""]);
  });
});

const printed = (lines: readonly string[]) => Buffer.from(`${lines.join("\n")}\n`);
const parsed = (lines: readonly string[]) => parseOffCpuMaps({ stdout: printed(lines), stderr: "", partial: false });
const head = "watched 2000000000 now 9000000000 seen 3";

/** What stands for a wait that has ended, of thread `a`, for a mutex, with the caller 55. */
const ended = (map: string, value: number) => [
  `@${map}[a, 2, 55, `,
  "\tffff81 __schedule+5",
  "\tffff82 futex_wait+5",
  ", ",
  "\t7f00 __lll_lock_wait+3 (/lib/libc.so.6)",
  "\t5500 outer+1 (/srv/a)",
  `]: ${value}`,
];

describe("what bpftrace prints", () => {
  it("of a wait are its sum, how often, the longest, its stacks without the scheduler, and the caller", () => {
    const lines = [head, ...ended("total", 90), ...ended("count", 3), ...ended("longest", 50), "@name[55]: inner+12"];
    expect(parsed(lines)).toEqual({
      seconds: 2,
      seen: 3,
      waits: [
        {
          ...{ thread: "a", blocked: false, futex: "mutex", us: 90, count: 3, longestUs: 50 },
          kernel: ["futex_wait_[k]"],
          user: ["__lll_lock_wait", "inner", "outer"],
        },
      ],
    });
  });

  it("names of callers may stand in one line, each without what follows it", () => {
    const lines = [head, ...ended("total", 90), "@name[44]: free+7@name[55]: std::f(int)+12@name[66]: main"];
    expect(parsed(lines).waits[0]?.user).toEqual(["__lll_lock_wait", "std::f(int)", "outer"]);
  });

  it("a wait that has not ended counts until the end, and no longer than was watched", () => {
    const open = (left: number) => [
      head,
      `@left[9]: ${left}`,
      "@how[9]: 1",
      "@caller[9]: 55",
      "@comm[9]: my, thread",
      "@kernel[9]: ",
      "\tffff82 io_schedule+5",
      "",
      "@user[9]: ",
      "\t7f00 fsync+3 (/lib/libc.so.6)",
      "",
      "@name[55]: save",
    ];
    const wait = {
      ...{ thread: "my, thread", blocked: true, futex: "unknown", count: 1 },
      ...{ kernel: ["io_schedule_[k]"], user: ["fsync", "save"] },
    };
    expect(parsed(open(8_500_000_000)).waits).toEqual([{ ...wait, us: 500_000, longestUs: 500_000 }]);
    expect(parsed(open(1_000)).waits).toEqual([{ ...wait, us: 2_000_000, longestUs: 2_000_000 }]);
    expect(parsed(open(9_000_000_001)).waits).toEqual([]);
  });

  it("nothing is no answer, and nobody who left a CPU is one", () => {
    const parse = (lines: readonly string[], partial = false) =>
      variantNamed("off-cpu", "bpftrace").parse({ stdout: printed(lines), stderr: "", partial }, contextOf());
    expect(parse([], true)).toEqual({ facts: {}, notes: [] });
    expect(parse(["watched 2000000000 now 9000000000 seen 0"]).notes).toEqual([
      "No thread of the target left a CPU to wait: they slept all along, or computed.",
    ]);
    expect(parse([`watched 1500000000 now 9000000000 seen ${mostWaits + 1}`]).notes).toEqual([
      "It ended after 1.5 s and 50,001 waits, so that it does not cost more.",
    ]);
  });
});

describe("who called the C library", () => {
  it("is put between it and its caller's caller", () => {
    expect(withCaller(["fsync", "writer", "start_thread"], "append")).toEqual([
      ...["fsync", "append", "writer", "start_thread"],
    ]);
  });

  it("is put below the C library's frames where no frame of the program has a name", () => {
    expect(withCaller(["fsync"], "append")).toEqual(["fsync", "append"]);
    expect(withCaller([], "append")).toEqual(["append"]);
    expect(withCaller(["__lll_lock_wait", "start_thread"], "append")).toEqual([
      ...["__lll_lock_wait", "start_thread", "append"],
    ]);
  });

  it("is not put in where the stack has it, where the leaf is the program's own, or where it has no name", () => {
    expect(withCaller(["fsync", "append", "writer"], "append")).toEqual(["fsync", "append", "writer"]);
    expect(withCaller(["runtime.futex", "main"], "append")).toEqual(["runtime.futex", "main"]);
    expect(withCaller(["fsync", "writer"])).toEqual(["fsync", "writer"]);
    expect(withCaller(["fsync", "writer"], "[unknown]")).toEqual(["fsync", "writer"]);
  });

  it("is looked for in the words of the stack on x86-64 only, without the kernel's types", () => {
    expect(callerScript("arm64")).toEqual(["  $caller = (uint64)0; $framed = 1;"]);
    const script = callerScript("x64").join("\n");
    expect(script).toContain("unroll(24)");
    expect(script).not.toMatch(/struct|->/);
    expect(script.match(/kptr\(\(uint64\)curtask \+ (?:32|24)\) \+ (?:16216|16200);/g)).toHaveLength(4);
  });

  it("leaves no map to clear where nothing looks for it", () => {
    expect(offCpuScript(2, [7], "arm64")).not.toMatch(/@named?\b/);
  });
});
