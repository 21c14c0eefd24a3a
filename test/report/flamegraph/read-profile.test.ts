import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { DiagError } from "../../../src/errors.ts";
import { type ReadOptions, readProfile } from "../../../src/report/flamegraph/read/read-profile.ts";
import { prunedWeight } from "../../../src/report/flamegraph/stack-tree.ts";
import { foldedOf } from "./read-text.ts";

const recordings = join(import.meta.dirname, "recordings");
const toolRecordings = join(import.meta.dirname, "../../tools/recordings");

function readRecorded(path: string, options?: ReadOptions) {
  return readProfile(path, [readFileSync(path)], options);
}

function read(text: string, options?: ReadOptions) {
  return readProfile("given", [Buffer.from(text)], options);
}

/** The heaviest stack and its weight. */
function heaviest(stacks: Record<string, number>): [string, number] {
  return Object.entries(stacks).sort(([, a], [, b]) => b - a)[0]!;
}

async function errorOf(reading: Promise<unknown>): Promise<string[]> {
  const error = await reading.then(
    () => undefined,
    (cause: DiagError) => cause,
  );
  return [error?.code ?? "no error", error?.message ?? "", error?.hint ?? ""];
}

describe("recorded", () => {
  test("perf script, as it prints by default", async () => {
    const { tree, unit, value, prunings, notes } = await readRecorded(join(recordings, "perf-script.txt"));
    expect({ unit, value, prunings, notes }).toEqual({ unit: "samples", value: "cpu-clock", prunings: 0, notes: [] });
    expect(tree.total[0]).toBe(61);
    expect(heaviest(foldedOf(tree))).toEqual([
      "syscalls;__libc_start_call_main;main;read;entry_SYSCALL_64_after_hwframe_[k];do_syscall_64_[k];ksys_read_[k];vfs_read_[k];read_zero_[k]",
      56,
    ]);
  });

  test("perf script by period: what the samples stand for", async () => {
    const { tree, unit } = await readRecorded(join(recordings, "perf-script.txt"), { value: "period" });
    expect([tree.total[0], unit]).toEqual([61 * 10_101_010, "nanoseconds"]);
  });

  test("perf script with two events shows the first, and tells of the other", async () => {
    const path = join(recordings, "perf-two-events.txt");
    const first = await readRecorded(path);
    expect([first.value, first.tree.total[0]]).toEqual(["page-faults/period=100/", 9]);
    expect(first.notes).toEqual(['The file also has cpu-clock/freq=99/: --value "cpu-clock/freq=99/" shows it.']);
    const second = await readRecorded(path, { value: "cpu-clock/freq=99/" });
    expect(second.tree.total[0]).toBe(27);
    expect(await errorOf(readRecorded(path, { value: "cycles" }))).toEqual([
      "profile-unreadable",
      `${path}: it has no event cycles`,
      "It has page-faults/period=100/, cpu-clock/freq=99/.",
    ]);
  });

  test("bpftrace's map of kernel stack, user stack and comm", async () => {
    const { tree, unit, value, notes } = await readRecorded(join(recordings, "bpftrace.txt"));
    expect({ unit, value, notes }).toEqual({ unit: "samples", value: "@", notes: [] });
    expect(tree.total[0]).toBe(97);
    const stacks = foldedOf(tree);
    expect(heaviest(stacks)).toEqual([
      "syscalls;__libc_start_call_main;main;__libc_read;entry_SYSCALL_64_after_hwframe_[k];do_syscall_64_[k];ksys_read_[k];vfs_read_[k];read_zero_[k]",
      73,
    ]);
    expect(stacks["syscalls;__libc_start_call_main;main;__libc_read"]).toBe(1);
  });

  test("bpftrace in perf mode, with modules and an empty kernel stack", async () => {
    const { tree, value } = await readRecorded(join(toolRecordings, "profile/bpftrace-hot.stdout"));
    expect([value, tree.total[0]]).toEqual(["@stacks", 84]);
    expect(foldedOf(tree)["hot;__libc_start_call_main;main;serve;handle_request;checksum"]).toBe(83);
  });

  test("BCC's memleak: the last interval, in bytes or in allocations", async () => {
    const path = join(toolRecordings, "memleak/bcc-leak.stdout");
    const bytes = await readRecorded(path);
    expect([bytes.unit, foldedOf(bytes.tree)]).toEqual([
      "bytes",
      { "__libc_start_call_main;main;handle_request;cache_insert": 520_192 },
    ]);
    const allocations = await readRecorded(path, { value: "allocations" });
    expect([allocations.unit, allocations.tree.total[0]]).toEqual(["count", 520_192 / 4096]);
  });

  test("BCC's folded profile: separators and annotations stay", async () => {
    const { tree, unit } = await readRecorded(join(toolRecordings, "profile/bcc-syscalls.stdout"));
    expect([unit, tree.total[0]]).toEqual(["samples", 98]);
    expect(heaviest(foldedOf(tree))).toEqual([
      "syscalls;__libc_start_call_main;main;__read;-;entry_SYSCALL_64_after_hwframe_[k];do_syscall_64_[k];ksys_read_[k];vfs_read_[k];read_zero_[k];read_zero_[k]",
      86,
    ]);
  });

  test("Go's CPU profile, inlined functions as frames of their own", async () => {
    const path = join(recordings, "cpu.pb.gz");
    const { tree, unit, value, notes } = await readRecorded(path);
    expect({ unit, value, notes }).toEqual({
      unit: "nanoseconds",
      value: "cpu",
      notes: ["The file also has samples: --value samples shows it."],
    });
    expect(foldedOf(tree)).toEqual({
      "runtime.main;main.main;main.spin": 200_000_000,
      "runtime.main;main.main;main.spin;main.square": 50_000_000,
      "runtime.main;main.main;main.spin;main.square;runtime.asyncPreempt": 10_000_000,
      "runtime.main;main.main;main.spin;runtime.asyncPreempt": 30_000_000,
    });
    const samples = await readRecorded(path, { value: "samples" });
    expect([samples.unit, samples.tree.total[0]]).toEqual(["samples", 29]);
    expect(await errorOf(readRecorded(path, { value: "wall" }))).toEqual([
      "profile-unreadable",
      `${path}: it has no sample type wall`,
      "It has samples, cpu.",
    ]);
  });

  test("Go's heap profile, by default what pprof shows, or another of its four types", async () => {
    const path = join(recordings, "heap.pb.gz");
    const { tree, unit, value } = await readRecorded(path);
    expect([unit, value]).toEqual(["bytes", "inuse_space"]);
    const insert = "runtime.main;main.main;main.fill;main.cacheInsert";
    expect(foldedOf(tree)[insert]).toBe(115_200);
    const objects = await readRecorded(path, { value: "alloc_objects" });
    expect([objects.unit, foldedOf(objects.tree)[insert]]).toEqual(["count", 100]);
  });

  test("py-spy's speedscope file: each thread below its name", async () => {
    const path = join(recordings, "py-spy.speedscope.json");
    const { tree, unit } = await readRecorded(path);
    expect([unit, tree.total[0]?.toFixed(2)]).toEqual(["seconds", "1.16"]);
    const threads = [...tree.parent.keys()].filter((node) => node > 0 && tree.parent[node] === 0);
    expect(threads.map((node) => tree.names.text(tree.name[node]!))).toEqual([
      'Thread 14172 ""',
      'Thread 14176 "worker"',
    ]);
    const worker = await readRecorded(path, { value: 'Thread 14176 "worker"' });
    expect([worker.value, worker.tree.total[0]?.toFixed(2)]).toEqual(['Thread 14176 "worker"', "0.52"]);
  });

  test("V8's profile: the time from sample to sample is all of its window", async () => {
    const path = join(recordings, "node.cpuprofile");
    const { startTime, endTime, timeDeltas, samples } = JSON.parse(readFileSync(path, "utf8"));
    const time = await readRecorded(path);
    expect([time.unit, time.tree.total[0]]).toEqual(["microseconds", endTime - startTime - timeDeltas[0]]);
    const [stack] = heaviest(foldedOf(time.tree));
    expect(stack.endsWith(";listPrices /srv/hot.js:2:20_[j]")).toBe(true);
    const counted = await readRecorded(path, { value: "samples" });
    expect([counted.unit, counted.tree.total[0]]).toEqual(["samples", samples.length]);
  });

  test("packed by gzip, whatever its name, and cut anywhere", async () => {
    const packed = gzipSync(readFileSync(join(recordings, "bpftrace.txt")));
    const chunks = [packed.subarray(0, 1), packed.subarray(1, 70), packed.subarray(70)];
    expect((await readProfile("x", chunks)).tree.total[0]).toBe(97);
  });
});

describe("speedscope", () => {
  const document = (profiles: readonly object[], more: object = {}) =>
    JSON.stringify({
      $schema: "https://www.speedscope.app/file-format-schema.json",
      shared: { frames: [{ name: "a" }, { name: "b;c" }] },
      profiles,
      ...more,
    });
  const evented = (events: readonly object[]) => ({
    type: "evented",
    name: "main",
    unit: "milliseconds",
    startValue: 10,
    endValue: 30,
    events,
  });
  const open = (at: number, frame: number) => ({ type: "O", at, frame });
  const close = (at: number, frame: number) => ({ type: "C", at, frame });

  test("events: what is open has the time", async () => {
    const events = [open(10, 0), open(12, 1), close(17, 1), close(20, 0), open(25, 1), close(30, 1)];
    const { tree, unit } = await read(document([evented(events)]));
    expect([unit, foldedOf(tree)]).toEqual(["milliseconds", { a: 5, "a;b:c": 5, "b:c": 5 }]);
  });

  test("profiles of another unit than the active one are left out, and told of", async () => {
    const sampled = { type: "sampled", name: "heap", unit: "bytes", samples: [[0, 1]], weights: [7] };
    const both = [evented([open(10, 0), close(20, 0)]), sampled];
    const { tree, unit, value, notes } = await read(document(both, { activeProfileIndex: 1 }));
    expect([unit, value, foldedOf(tree)]).toEqual(["bytes", "heap", { "a;b:c": 7 }]);
    expect(notes).toEqual(["The file also has main: --value main shows it."]);
  });

  test.each([
    [[evented([open(10, 2)])], "profiles[0].events[0] names a frame that is not there"],
    [[evented([open(10, 0), close(12, 1)])], "profiles[0].events[1] closes a frame that is not the innermost open one"],
    [[{ type: "timeline", name: "x", unit: "none" }], "profiles[0].type is neither sampled nor evented"],
    [[{ type: "sampled", name: "x" }], "profiles[0].unit is missing"],
    [
      [{ type: "sampled", name: "x", unit: "none", samples: [[0]], weights: [] }],
      "profiles[0].weights has 0 weights of 1 samples",
    ],
    [
      [{ type: "sampled", name: "x", unit: "none", samples: [["0"]], weights: [1] }],
      "profiles[0].samples[0][0] is no number",
    ],
  ])("what is wrong is told with its place: %#", async (profiles, message) => {
    expect(await errorOf(read(document(profiles)))).toEqual([
      "profile-unreadable",
      `given: ${message}`,
      "Copy it again, or say with --from what it is.",
    ]);
  });
});

describe("V8", () => {
  const node = (id: number, functionName: string, more: object = {}) => ({
    id,
    callFrame: {
      functionName,
      url: functionName === "(root)" ? "" : "file:///srv/a.js",
      lineNumber: 0,
      columnNumber: 4,
    },
    ...more,
  });

  test("samples that come out of order are put in order", async () => {
    const profile = {
      nodes: [node(1, "(root)", { children: [2, 3] }), node(2, "f"), node(3, "")],
      startTime: 100,
      endTime: 150,
      samples: [2, 3, 2],
      // At 110, 140 and 120.
      timeDeltas: [10, 30, -20],
    };
    const { tree } = await read(JSON.stringify(profile));
    expect(foldedOf(tree)).toEqual({ "f /srv/a.js:1:5_[j]": 30, "(anonymous) /srv/a.js:1:5_[j]": 10 });
  });

  test("chunks of a trace of Chrome", async () => {
    const event = (name: string, data: object) => ({ name, ph: "P", pid: 7, id: "0x1", args: { data } });
    const trace = [
      { name: "TracingStartedInBrowser", ph: "I", pid: 7 },
      event("Profile", { startTime: 0 }),
      event("ProfileChunk", {
        cpuProfile: { nodes: [node(1, "(root)"), node(2, "f", { parent: 1 })], samples: [2, 2] },
        timeDeltas: [1, 5],
      }),
      event("ProfileChunk", {
        cpuProfile: { nodes: [node(3, "g", { parent: 2 })], samples: [3, 2] },
        timeDeltas: [5, 7],
      }),
    ];
    for (const text of [JSON.stringify(trace), JSON.stringify({ traceEvents: trace })]) {
      const { tree } = await read(text);
      expect(foldedOf(tree)).toEqual({
        "f /srv/a.js:1:5_[j]": 10,
        "f /srv/a.js:1:5_[j];g /srv/a.js:1:5_[j]": 7,
      });
    }
  });
});

describe("what cannot be drawn is one error that says how to mend it", () => {
  const known =
    "Known are folded stacks, perf script, bpftrace, memleak, pprof, speedscope and .cpuprofile; --from FORMAT says which it is.";
  const pprof = "Copy it again, or say with --from what it is.";
  const packed = gzipSync("a;b 1\n".repeat(1000));
  const goProfile = readFileSync(join(recordings, "cpu.pb.gz"));

  test.each<[string, Uint8Array | string, string, string]>([
    ["an empty file", "", "it is empty", "Did what should have written it fail?"],
    ["prose", "Nothing to see here.\nReally.\n", "no stacks are recognised in it", known],
    ["binary rubbish", Uint8Array.of(0xff, 0, 1, 2, 3), "it is binary, and no pprof profile", known],
    [
      "perf.data",
      "PERFILE2h\0\0\0",
      "it is what perf record writes, for perf alone to read",
      "Give what perf script prints: perf script -i perf.data | diag flame -",
    ],
    [
      "a flight recording",
      "FLR\0\0\x02",
      "it is a recording of Java Flight Recorder",
      "Convert it with async-profiler's jfrconv: jfrconv --cpu -o collapsed recording.jfr recording.folded",
    ],
    ["a program", "\x7fELF\x02\x01", "it is a program, and no profile of one", "Give what its profiler wrote."],
    [
      "zstd",
      Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 4),
      "it is packed with zstd",
      "Unpack it: zstd -dc FILE | diag flame -",
    ],
    [
      "JSON of something else",
      '{"name":"diag"}',
      "it is JSON, but no profile of speedscope or V8",
      "Export one of them, or pprof; --from FORMAT says which it is.",
    ],
    [
      "JSON that is cut off",
      '{"shared":{"frames":[\n{"name":"a"},\n',
      "line 3: this is no JSON: Unexpected end of JSON input",
      pprof,
    ],
    ["JSON with a fault", '{"shared":\n  {"frames":[}]}', "line 2: this is no JSON: Unexpected token '}'", pprof],
    [
      "gzip that is cut off",
      packed.subarray(0, 30),
      "its gzip is cut off after 0 bytes of content",
      "Copy or record it again.",
    ],
    [
      "gzip that is damaged",
      Buffer.concat([packed.subarray(0, 12), Buffer.alloc(20, 0xff)]),
      "its gzip is damaged after 0 bytes of content",
      "Copy or record it again.",
    ],
    ["gzip of nothing", gzipSync(""), "it is empty", "Did what should have written it fail?"],
    [
      "a pprof profile that is cut off",
      Uint8Array.of(0x0a, 0x04, 0x08),
      "byte 1: this is no pprof profile: a field ends behind its message",
      pprof,
    ],
    ["weights of nothing", "a;b 0\n", "all its stacks weigh nothing", "Record again while there is something to see."],
    [
      "memleak without a stack",
      "[12:00:01] Top 10 stacks with outstanding allocations:\n",
      "it holds no stacks of memleak",
      "Give a file that has them (bytes in … allocations from stack), or say with --from what it is.",
    ],
  ])("%s", async (_, content, message, hint) => {
    const bytes = typeof content === "string" ? Buffer.from(content, "latin1") : content;
    expect(await errorOf(readProfile("given", [bytes]))).toEqual(["profile-unreadable", `given: ${message}`, hint]);
  });

  test("a Go profile that is cut off", async () => {
    expect(await errorOf(readProfile("given", [goProfile.subarray(0, 200)]))).toMatchObject([
      "profile-unreadable",
      expect.stringMatching(/^given: its gzip is cut off after \d+ bytes of content$/),
      "Copy or record it again.",
    ]);
  });

  test("a format that there is not", async () => {
    expect(await errorOf(read("a 1\n", { from: "folds" }))).toEqual([
      "usage",
      "There is no format folds to read",
      "Did you mean `folded`? There are `folded`, `perf-script`, `bpftrace`, `memleak`, `pprof`, `speedscope`, `cpuprofile`.",
    ]);
  });

  test("a document above its limit", async () => {
    const limits = { maximumDocumentBytes: 1000 };
    expect(await errorOf(readRecorded(join(recordings, "node.cpuprofile"), { limits }))).toEqual([
      "profile-unreadable",
      `${join(recordings, "node.cpuprofile")}: it has more than 1000 bytes, and its format has to be in memory as a whole`,
      "Record for a shorter time, or convert it to folded stacks: those may be of any length.",
    ]);
  });
});

describe("what a text is", () => {
  test.each([
    ["a stack that begins with a bracket", "[unknown];main 3\n", { "[unknown];main": 3 }],
    ["a thread with a number as weight", "worker 17\n", { worker: 17 }],
    ["a stack that begins with a brace", "{closure};main 3\n", { "{closure};main": 3 }],
  ])("%s is folded", async (_, text, stacks) => {
    expect(foldedOf((await read(text)).tree)).toEqual(stacks);
  });
});

test("inputs larger than the limits: memory is bounded, and the weight that lost its frames is shown", async () => {
  function* long() {
    for (let i = 0; i < 200; i++) {
      const samples = Array.from({ length: 50 }, (_, j) => `app 1/1\n\t1 leaf${i}_${j} (a)\n\t2 main (a)\n\n`);
      yield Buffer.from(samples.join(""));
    }
  }
  const limits = { maximumNodes: 1000, maximumNameBytes: 1 << 20 };
  const { tree, prunings } = await readProfile("long", long(), { limits });
  expect(prunings).toBeGreaterThan(0);
  expect(tree.name.length).toBeLessThanOrEqual(1000);
  expect(tree.total[0]).toBe(10_000);
  expect(prunedWeight(tree)).toBeGreaterThan(9_000);
});
