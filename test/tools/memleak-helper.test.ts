import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { ticksRate } from "../../src/runner/helper/memleak/allocation-rate.ts";
import { type Allocator, findAllocator } from "../../src/runner/helper/memleak/allocator.ts";
import { countScript, steppedSites, traceScript } from "../../src/runner/helper/memleak/bpftrace-script.ts";
import { cheapSite, entrySite } from "../../src/runner/helper/memleak/breakpoint-site.ts";
import { elfFunctions } from "../../src/runner/helper/memleak/elf-symbols.ts";
import { heaviestProcess } from "../../src/runner/helper/memleak/heaviest-process.ts";
import { sampleWithin, slowdownOf, tracingCost } from "../../src/runner/helper/memleak/tracing-cost.ts";

const folder = mkdtempSync(join(tmpdir(), "diag-elf-"));
afterAll(() => rmSync(folder, { recursive: true }));

const x86 = 62;
const bytes = (hex: string) => Buffer.from(hex, "hex");

describe("the allocator of a process", () => {
  it("of this Node.js is the C library's, with every function once", () => {
    const found = findAllocator(process.pid) as Allocator;
    expect(found.object).toMatch(/\/(?:libc\.so\.6|libc\.musl[^/]*|ld-musl[^/]*)$/);
    expect(found.path).toBe(`/proc/${process.pid}/root${found.object}`);
    expect(found.prefix).toBe("");
    expect([...found.functions.keys()]).toEqual(expect.arrayContaining(["malloc", "free", "calloc", "realloc"]));
    const offsets = [...found.functions.values()].map(({ offset }) => offset);
    expect(new Set(offsets).size).toBe(offsets.length);
  });

  it("has the code that stands in the file at that place", () => {
    const found = findAllocator(process.pid) as Allocator;
    const file = readFileSync(found.object);
    const { offset = 0, code = new Uint8Array() } = found.functions.get("malloc") ?? {};
    expect(Buffer.from(code)).toEqual(file.subarray(offset, offset + 32));
  });

  it("of a process that is gone is an error that says so", () => {
    expect(() => findAllocator(4_194_303)).toThrow("process 4194303 does not exist");
    expect(() => heaviestProcess([4_194_302, 4_194_303])).toThrow("process 4194302, 4194303 does not exist");
  });

  it("is looked for in the heaviest that still runs", () => {
    expect(heaviestProcess([1, 4_194_303, process.pid]).pid).toBe(process.pid);
  });
});

describe("an ELF file", () => {
  it("that is none, or is not there, has no functions", () => {
    expect(elfFunctions("/etc/passwd", ["malloc"])).toBeUndefined();
    expect(elfFunctions(join(folder, "none"), ["malloc"])).toBeUndefined();
  });
});

/** The first bytes of `free` as distributions have them. */
describe("a breakpoint at free", () => {
  it.each([
    ["glibc 2.36 of Debian 12: test, then a jump", "4885ff0f84bf00000055", { offset: 3, isStepped: false }],
    ["glibc with CET: endbr64, test, a jump", "f30f1efa4885ff740a", { offset: 7, isStepped: false }],
    ["musl 1.2: a jump", "e9bb0a0000662e0f1f84", { offset: 0, isStepped: false }],
    ["jemalloc 5.3: two moves, a push", "4889f8488b150e53090055", { offset: 10, isStepped: false }],
    ["mimalloc 2.0: a move, test, a jump", "4889f94885ff745d", { offset: 6, isStepped: false }],
    ["something unknown first: its start", "c5f8774885ff740a", { offset: 0, isStepped: true }],
  ])("%s", (_, code, site) => expect(cheapSite(bytes(code), x86)).toEqual(site));

  it("on another processor stands at its start, and is taken for a dear one", () => {
    expect(cheapSite(bytes("55"), 183)).toEqual({ offset: 0, isStepped: true });
    expect(entrySite(bytes("55"), 183)).toEqual({ offset: 0, isStepped: true });
  });

  it("never stands beyond the bytes that were read", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 32 }), (code) => {
        expect(cheapSite(code, x86).offset).toBeLessThanOrEqual(code.length);
      }),
    );
  });
});

describe("what tracing costs", () => {
  it.each([
    // Percent of a core that 10,000 allocations a second cost, all traced and one in 1,000.
    ["bpftrace", 0, 5, 2.4026],
    ["bcc", 1, 14.5, 12.502],
    ["libbpf", 1, 14.5, 12.502],
  ] as const)("%s with %i stepped breakpoints", (tracer, stepped, all, few) => {
    const cost = tracingCost(tracer, stepped);
    expect(slowdownOf(cost, 10_000, 1)).toBeCloseTo(all, 6);
    expect(slowdownOf(cost, 10_000, 1_000)).toBeCloseTo(few, 3);
  });

  it.each([
    [1_000, 1],
    [50_000, 1],
    [60_000, 2],
    [100_000, 26],
    [104_000, 677],
    [110_000, undefined],
    [5_000_000, undefined],
  ])("within 25 %% bpftrace traces one in N of %i a second: %s", (perSecond, oneIn) =>
    expect(sampleWithin(25, tracingCost("bpftrace", 0), perSecond)).toBe(oneIn),
  );

  it("keeps what it samples within the limit, and never samples more sparsely than it must", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 1e7 }), (limit, perSecond) => {
        const cost = tracingCost("bpftrace", 0);
        const oneIn = sampleWithin(limit, cost, perSecond);
        if (oneIn === undefined) {
          expect(slowdownOf(cost, perSecond, 1_000)).toBeGreaterThan(limit * 0.999);
          return;
        }
        expect(slowdownOf(cost, perSecond, oneIn)).toBeLessThanOrEqual(limit + 1e-9);
        if (oneIn > 1) expect(slowdownOf(cost, perSecond, oneIn - 1)).toBeGreaterThan(limit - 1e-9);
      }),
    );
  });

  it("is by the rate between the first tick and the last", () => {
    expect(ticksRate("\n1000000000 18\n1050000000 30\n1500000000 118\n")).toBe(200);
    // Of several CPUs, in any order.
    expect(ticksRate("1050000000 30\n1500000000 118\n1000000000 18\n")).toBe(200);
    expect(ticksRate("1000000000 18\n")).toBeUndefined();
    expect(ticksRate("")).toBeUndefined();
  });
});

describe("the script of bpftrace", () => {
  const code = (hex: string, offset: number) => ({ code: bytes(hex), offset });
  const allocator: Allocator = {
    object: "/usr/lib/libc.so.6",
    path: "/proc/7/root/usr/lib/libc.so.6",
    prefix: "",
    machine: x86,
    functions: new Map([
      ["malloc", code("415455", 1)],
      ["free", code("4885ff0f84bf000000", 2)],
      ["calloc", code("4155", 3)],
      ["realloc", code("4157", 4)],
      ["posix_memalign", code("803d", 5)],
    ]),
  };
  const options = { sampledOneIn: 1, seconds: 10, minimumAgeMs: 5_000, withOffsets: true };

  it("keeps what is allocated until the last minimumAge of the window, and forgets what is freed", () => {
    expect(traceScript(allocator, options).split("\n")).toEqual([
      "BEGIN { @on = 1; }",
      "uprobe:/proc/7/root/usr/lib/libc.so.6:malloc /@on/ { @size[tid] = arg0; }",
      "uretprobe:/proc/7/root/usr/lib/libc.so.6:malloc /@size[tid]/ { if (retval) { @bytes[retval] = @size[tid]; @stack[retval] = ustack(perf); } delete(@size[tid]); }",
      "uprobe:/proc/7/root/usr/lib/libc.so.6:free+3 /@bytes[arg0]/ { delete(@bytes[arg0]); delete(@stack[arg0]); }",
      "uprobe:/proc/7/root/usr/lib/libc.so.6:calloc /@on/ { @size[tid] = arg0 * arg1; }",
      "uretprobe:/proc/7/root/usr/lib/libc.so.6:calloc /@size[tid]/ { if (retval) { @bytes[retval] = @size[tid]; @stack[retval] = ustack(perf); } delete(@size[tid]); }",
      "uprobe:/proc/7/root/usr/lib/libc.so.6:realloc { if (@bytes[arg0]) { delete(@bytes[arg0]); delete(@stack[arg0]); } if (@on) { @size[tid] = arg1; } }",
      "uretprobe:/proc/7/root/usr/lib/libc.so.6:realloc /@size[tid]/ { if (retval) { @bytes[retval] = @size[tid]; @stack[retval] = ustack(perf); } delete(@size[tid]); }",
      "uprobe:/proc/7/root/usr/lib/libc.so.6:posix_memalign /@on/ { @size[tid] = arg2; @into[tid] = arg0; }",
      "uretprobe:/proc/7/root/usr/lib/libc.so.6:posix_memalign /@size[tid]/ { if (retval == 0) { $address = *(uint64 *)uptr(@into[tid]); @bytes[$address] = @size[tid]; @stack[$address] = ustack(perf); } delete(@size[tid]); delete(@into[tid]); }",
      "interval:ms:5000 { @on = 0; }",
      "interval:s:10 { exit(); }",
      'END { for ($held : @stack) { @bytes_of[$held.1] += @bytes[$held.0]; @count_of[$held.1] += 1; } printf("outstanding:\\n"); clear(@on); clear(@size); clear(@bytes); clear(@stack); clear(@into); }',
    ]);
  });

  it("samples by chance, and calls the allocator by its prefix", () => {
    const script = traceScript({ ...allocator, prefix: "je_" }, { ...options, sampledOneIn: 20 });
    expect(script).toContain(":je_malloc /@on && rand % 20 == 0/ { @size[tid] = arg0; }");
    expect(script).toContain(":je_free+3 /");
  });

  it("stays at the start of free where bpftrace takes no place within a function", () => {
    expect(traceScript(allocator, { ...options, withOffsets: false })).toContain(":free /");
    expect(steppedSites(allocator, true)).toBe(0);
    expect(steppedSites(allocator, false)).toBe(1);
  });

  it("counts what is there to be counted", () => {
    expect(countScript(allocator)).toContain(
      "uprobe:/proc/7/root/usr/lib/libc.so.6:malloc, uprobe:/proc/7/root/usr/lib/libc.so.6:calloc, uprobe:/proc/7/root/usr/lib/libc.so.6:realloc { @n++;",
    );
  });
});
