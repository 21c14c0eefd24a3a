import { describe, expect, it } from "vitest";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

/** What each tracer made of the same programs; `record.ts` tells how. */
const tracers = ["bpftrace", "bcc", "libbpf"];

function output(text: string, partial = false) {
  return { stdout: Buffer.from(text), stderr: "", partial };
}

const header =
  '{"kind":"memleak","tracer":"bcc","pid":7,"command":"shop","processes":1,"object":"/lib/libc.so.6","sampledOneIn":1}\n';

describe.each(tracers)("memleak by %s", (tracer) => {
  it("names the function that keeps what it allocates, and who called it", () => {
    const { facts, notes } = parseRecording(`memleak/${tracer}-leak`);
    expect(plain(facts)).toMatchObject({
      topFunction: "cache_insert",
      topPath: "cache_insert ← handle_request ← main",
      topShare: 100,
      unresolvedShare: 0,
      sampledOneIn: 1,
    });
    const { outstandingBytes, outstandingCount, topBytes, outstanding } = plain(facts);
    expect(outstandingBytes).toBe(4096 * Number(outstandingCount));
    expect(topBytes).toBe(outstandingBytes);
    expect(outstanding).toEqual([expect.stringMatching(/^leak;.*main;handle_request;cache_insert \d+$/)]);
    expect(notes).toEqual([]);
  });

  it("finds nothing in a program that frees all it allocates", () => {
    const { facts, notes, problem } = parseRecording(`memleak/${tracer}-no-leak`);
    expect(problem).toBeUndefined();
    expect(plain(facts)).toMatchObject({ outstandingBytes: 0, outstandingCount: 0, outstanding: [] });
    expect(facts).not.toHaveProperty("topFunction");
    expect(notes).toEqual(["Nothing that was allocated in the window was left at its end."]);
  });

  it("scales up what it sampled, and says so", () => {
    const { facts, notes } = parseRecording(`memleak/${tracer}-leak-5`);
    const { outstandingBytes, outstandingCount, sampledOneIn, topFunction } = plain(facts);
    expect({ sampledOneIn, topFunction }).toEqual({ sampledOneIn: 5, topFunction: "cache_insert" });
    expect(Number(outstandingBytes) % (5 * 4096)).toBe(0);
    expect(outstandingBytes).toBe(4096 * Number(outstandingCount));
    expect(notes[0]).toBe("One allocation in 5 was traced; bytes and counts are scaled up by that.");
  });

  it("of C++ names the program's own function, not the library's templates in it", () => {
    const { facts } = parseRecording(`memleak/${tracer}-leak-cxx`);
    const { topFunction, topPath, topShare, outstanding } = plain(facts);
    const isMangled = tracer === "libbpf";
    expect(topFunction).toBe(isMangled ? "_ZN8Sessions4openEi" : "Sessions::open(int)");
    expect(topPath).toBe(
      isMangled
        ? "_ZN8Sessions4openEi ← _Z18accept_connectionsR8Sessions ← main"
        : "Sessions::open(int) ← accept_connections(Sessions&) ← main",
    );
    expect(topShare).toBeGreaterThan(95);
    // In the graph they are all there.
    expect(String((outstanding as string[])[0])).toMatch(/;(?:operator new\(unsigned long\)|_Znwm) \d+$/);
  });

  it("refuses a program that does nothing but allocate, with the figures", () => {
    const { facts, problem } = parseRecording(`memleak/${tracer}-storm`);
    expect(facts).toEqual({});
    expect(problem?.code).toBe("over-budget");
    expect(problem?.message).toMatch(
      /^the program allocates at least [\d,]+ times a second: tracing each would take about [\d,]+\u202f% of one core from it, one in 1,000 still [\d,.]+\u202f% of one core, and maximumSlowdown is 25\u202f% of one core$/,
    );
    expect(problem?.mend).toBe("raise maximumSlowdown, or watch it when it has less to do");
  });
});

describe("memleak of BCC and libbpf-tools", () => {
  const { parse } = variantNamed("memleak", "bcc");
  const interval = (time: string, bytes: number) =>
    `[${time}] Top 500 stacks with outstanding allocations:\n\t${bytes} bytes in 1 allocations from stack\n\t\tkeep+0x10 [shop]\n\t\tmain+0x45 [shop]\n`;

  it("takes the last interval, which holds all", () => {
    const { facts } = parse(output(header + interval("1:2:3", 100) + interval("1:2:8", 250)), contextOf());
    expect(plain(facts)).toMatchObject({ outstandingBytes: 250, topPath: "keep ← main" });
  });

  it("takes the last whole interval where it was cut short", () => {
    const cut = interval("1:2:8", 250).slice(0, 90);
    const { facts, notes } = parse(output(header + interval("1:2:3", 100) + cut, true), contextOf());
    expect(plain(facts)).toMatchObject({ outstandingBytes: 100 });
    expect(notes).toEqual([
      "Tracing was cut short: what is outstanding may include what would have been freed soon after.",
    ]);
  });

  it("has no facts where it was cut short before the first interval", () => {
    expect(parse(output(`${header}Attaching to pid 7, Ctrl+C to quit.\n`, true), contextOf()).facts).toEqual({});
  });
});

describe("the stacks of memleak", () => {
  const { parse } = variantNamed("memleak", "bcc");
  const of = (...stacks: readonly (readonly [bytes: number, frames: readonly string[]])[]) =>
    parse(
      output(
        `${header}[1:2:3] Top 9 stacks with outstanding allocations:\n${stacks
          .map(([bytes, frames]) => `\t${bytes} bytes in 1 allocations from stack\n\t\t${frames.join("\n\t\t")}\n`)
          .join("")}`,
      ),
      contextOf(),
    );

  it.each([
    ["libc's own callers of malloc", "strdup+0x1a [libc.so.6]"],
    ["musl's", "strdup+0x1a [ld-musl-x86_64.so.1]"],
    ["operator new", "operator new(unsigned long)+0x1c [libstdc++.so.6.0.30]"],
    ["containers of the C++ library", "std::vector<int, std::allocator<int> >::reserve(unsigned long)+0x4 [shop]"],
    ["what returns one of its types", "void std::vector<int>::_M_realloc_insert<int>()+0x4 [shop]"],
    ["Rust's", "alloc::raw_vec::finish_grow+0x4 [shop]"],
    ["a preloaded allocator", "je_malloc_default+0x4 [libjemalloc.so.2]"],
    ["an allocator of the program", "je_arena_malloc+0x4 [redis-server]"],
  ])("leave out %s", (_, frame) => {
    const { facts } = of([10, [frame, "keep+0x10 [shop]", "main+0x4 [shop]"]]);
    expect(plain(facts)).toMatchObject({ topPath: "keep ← main" });
  });

  it("never name what has no name", () => {
    const { facts, notes } = of([10, ["[unknown] [shop]", "[unknown]"]], [5, ["[unknown]"]]);
    expect(plain(facts)).toMatchObject({ outstandingBytes: 15, unresolvedShare: 100 });
    expect(facts).not.toHaveProperty("topFunction");
    expect(facts).not.toHaveProperty("topPath");
    expect(notes).toEqual([
      "100 % of the outstanding bytes were allocated by code without names: it is stripped, has no frame pointers, or was made by a JIT compiler.",
    ]);
  });

  it.each([
    ["an arena of glibc", 2 ** 27, ["[unknown] [libc.so.6]", "keep+0x10 [shop]", "main+0x4 [shop]"]],
    ["musl's stock", 2 ** 20, ["[unknown] [libc.so.6]"]],
  ])("leave out what the allocator mapped for itself: %s", (_, bytes, frames) => {
    const stack = ["keep+0x10 [shop]", "main+0x4 [shop]"];
    const { facts, notes } = of([bytes, frames], [4096, stack]);
    expect(plain(facts)).toMatchObject({ outstandingBytes: 4096, topBytes: 4096, unresolvedShare: 0 });
    expect(notes).toEqual([`${bytes / 2 ** 20}\u202fMiB that the allocator mapped to have in stock are left out.`]);
  });

  it("keep what malloc mapped because it is large", () => {
    const { facts } = of([2 ** 20, ["[unknown] [libc.so.6]", "keep+0x10 [shop]", "main+0x4 [shop]"]]);
    expect(plain(facts)).toMatchObject({ outstandingBytes: 2 ** 20, topPath: "keep ← main" });
  });

  it("add up what several paths of one function hold, and tell the heaviest path", () => {
    const { facts } = of(
      [60, ["keep+0x10 [shop]", "buy+0x4 [shop]", "main+0x4 [shop]"]],
      [30, ["keep+0x10 [shop]", "look+0x4 [shop]", "main+0x4 [shop]"]],
      [10, ["log_line+0x10 [shop]", "main+0x4 [shop]"]],
    );
    expect(plain(facts)).toMatchObject({ topPath: "keep ← buy ← main", topBytes: 90, topShare: 90 });
  });
});

describe("memleak's header", () => {
  const { parse } = variantNamed("memleak", "bpftrace");

  it("tells which process of several was traced, and what that cost", () => {
    const about = { kind: "memleak", tracer: "bpftrace", pid: 7, command: "shop", processes: 3, sampledOneIn: 1 };
    const more = { allocationsPerSecond: 20_000, slowdown: 12, minimumAgeMs: 8_000, capacity: 131_072 };
    const stack =
      "@bytes_of[\n\t401000 keep+4 (/srv/shop)\n]: 4096\n@count_of[\n\t401000 keep+4 (/srv/shop)\n]: 131072\n";
    const { notes, facts } = parse(
      output(`${JSON.stringify({ ...about, ...more })}\noutstanding:\n${stack}`),
      contextOf(),
    );
    expect(plain(facts)).toMatchObject({ allocationRate: 20_000, slowdown: 12 });
    expect(notes).toEqual([
      "Of 3 processes it traced shop (7), which holds most memory of its own.",
      "The program allocated 20,000 times a second: tracing took about 12\u202f% of one core from it.",
      "minimumAge was lowered to 8\u202fs: a longer one leaves too little of the window.",
      "The table of 131,000 outstanding allocations was full: what came later is missing.",
    ]);
  });

  it.each([
    "",
    "{}",
    "[]\n",
    '{"kind":"memleak"}\n',
    "not json\n",
    '{"kind":"memleak","pid":1,"processes":1,"command":"a","refused":{"code":"x"}}\n',
  ])("is not %j", (text) => expect(parse(output(text), contextOf())).toEqual({ facts: {}, notes: [] }));

  it("with nothing below it is no answer: bpftrace did not come to its end", () => {
    expect(parse(output(header), contextOf()).facts).toEqual({});
  });
});
