import { describe, expect, it } from "vitest";
import { callNames, callNumbers } from "../../src/tools/syscalls/call-names.ts";
import { callSite } from "../../src/tools/syscalls/call-site.ts";
import { callsScript } from "../../src/tools/syscalls/calls-script.ts";
import { errorName } from "../../src/tools/syscalls/error-names.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const rowsOf = (facts: Record<string, unknown>, name: string) => facts[name] as unknown[][];

const parse = (variant: string, stdout: string) =>
  variantNamed("syscalls", variant).parse({ stdout: Buffer.from(stdout), stderr: "", partial: false }, contextOf());

describe("a program that makes one call of each kind in a turn", () => {
  it("is told with each call's error, place, file and path", () => {
    const facts = plain(parseRecording("syscalls/bpftrace-calls").facts);
    const places = rowsOf(facts, "sites").map(([call, error, thread, , site]) => [call, error, thread, site]);
    expect(places.toSorted()).toEqual([
      ["clock_gettime", "", "calls", "ask_cpu_time"],
      ["clock_nanosleep", "", "calls", "main"],
      ["openat", "ENOENT", "calls", "search_settings"],
      ["poll", "", "calls", "poll_in_vain"],
      ["read", "", "calls", "read_byte"],
      ["recvfrom", "EAGAIN", "calls", "ask_socket"],
      ["sched_yield", "", "calls", "main"],
    ]);
    const calls = new Map(rowsOf(facts, "calls").map((row) => [row[0], row]));
    // Waited, empty and bytes.
    expect(calls.get("clock_nanosleep")?.slice(7, 10)).toEqual([100, 0, 0]);
    expect(calls.get("poll")?.slice(7, 10)).toEqual([0, 100, 0]);
    expect(calls.get("read")?.slice(7, 10)).toEqual([0, 0, 1]);
    expect(rowsOf(facts, "failures").map(([call, error, , ofCall]) => [call, error, ofCall])).toEqual([
      ["openat", "ENOENT", 100],
      ["recvfrom", "EAGAIN", 100],
    ]);
    expect(rowsOf(facts, "transfers").map((row) => row.slice(0, 5))).toEqual([["read", "file", true, "calls", 1]]);
    expect(rowsOf(facts, "missing").map(([, error, path]) => [error, path])).toEqual([
      ["ENOENT", "/tmp/diag-workloads/no-such-folder/settings.ini"],
    ]);
    expect(rowsOf(facts, "clocks").map(([clock]) => clock)).toEqual(["CLOCK_THREAD_CPUTIME_ID"]);
  });

  it("by perf is told with errors only", () => {
    const facts = plain(parseRecording("syscalls/perf-calls").facts);
    expect(rowsOf(facts, "failures").map(([call, error, perSecond]) => [call, error, perSecond])).toEqual([
      ["openat", "ENOENT", 312],
      ["recvfrom", "EAGAIN", 312],
    ]);
    expect(facts).not.toHaveProperty("sites");
  });

  it("by looking is told with its reads, and where it sleeps", () => {
    const facts = plain(parseRecording("syscalls/procfs-calls").facts);
    expect(facts["bytesPerRead"]).toBe(1);
    expect(rowsOf(facts, "found")[0]?.[0]).toBe("clock_nanosleep");
    expect(facts).not.toHaveProperty("calls");
  });
});

it.each(["bpftrace", "perf"])("a process that makes no call is known to (%s)", (variant) => {
  expect(plain(parseRecording(`syscalls/${variant}-idle`).facts)).toMatchObject({ perSecond: 0, failed: 0, calls: [] });
});

describe("what bpftrace prints", () => {
  const traced = (...lines: readonly string[]) =>
    plain(parse("bpftrace", `arch x64\nwatched 2000000000 seen 100\n${lines.join("\n")}\n`).facts);

  it("without its end is no answer", () => {
    expect(parse("bpftrace", "arch x64\n@calls[0, 0]: 3\n").facts).toEqual({});
  });

  it("is told by call and errno, with what those that did not wait took", () => {
    const facts = traced(
      "@calls[45, 0]: 10",
      "@time[45, 0]: 40000",
      "@calls[45, 11]: 90",
      "@time[45, 11]: 45000",
      "@quick[45, 11]: 90",
      "@busy[45, 11]: 45000",
      "@moved[45]: 640",
    );
    expect(facts).toMatchObject({ watched: 2, perSecond: 50, failed: 90 });
    // Ten that waited count for 2 µs each, beside 45 µs that were measured.
    expect(rowsOf(facts, "calls")).toEqual([
      ["recvfrom", 50, 100, 90, "EAGAIN 90 %", 0.85, 0.5, 10, 0, 64, 100, 0.04, "", ""],
    ]);
    expect(rowsOf(facts, "failures")).toEqual([["recvfrom", "EAGAIN", 45, 90, 0, 0.5, 69.23, 0.04, "", "", "", 0]]);
  });

  it("keeps what a file is read in bytes apart from what another is read in blocks", () => {
    const facts = traced(
      "@calls[0, 0]: 80",
      "@quick[0, 0]: 80",
      "@busy[0, 0]: 40000",
      "@reads[0, 8, a.txt]: 60",
      "@asked[0, 8, a.txt]: 60",
      "@got[0, 8, a.txt]: 60",
      "@reads[0, 8, b, c]: 20",
      "@asked[0, 8, b, c]: 1310720",
      "@got[0, 8, b, c]: 1310720",
      "@reads[0, 1, ]: 20",
      "@asked[0, 1, ]: 20",
      "@got[0, 1, ]: 20",
      "@reads[0, 0, [eventfd]]: 20",
      "@asked[0, 0, [eventfd]]: 160",
      "@got[0, 0, [eventfd]]: 160",
    );
    expect(rowsOf(facts, "transfers").map((row) => row.slice(1, 8))).toEqual([
      ["file", true, "a.txt", 1, 20, 1, 1],
      ["file", false, "b, c", 1, 6.67, 65_536, 65_536],
      ["pipe", true, "", 1, 6.67, 1, 1],
      ["event", true, "[eventfd]", 1, 6.67, 8, 8],
    ]);
  });

  it("names the path that was missing most often, and how many there were", () => {
    const facts = traced(
      "@calls[257, 2]: 9",
      "@missing[257, 2, /a, b/c.ini]: 6",
      "@missing[257, 2, /d.ini]: 3",
      "@missing[257, 13, /e.ini]: 3",
    );
    expect(rowsOf(facts, "failures")[0]?.slice(-2)).toEqual(["/a, b/c.ini", 2]);
    expect(rowsOf(facts, "missing")).toEqual([
      ["openat", "ENOENT", "/a, b/c.ini", 3],
      ["openat", "ENOENT", "/d.ini", 1.5],
      ["openat", "EACCES", "/e.ini", 1.5],
    ]);
  });

  it("adds up stacks that differ only in addresses, and names the caller that glibc's frames hide", () => {
    const facts = traced(
      "@site[0, 0, a, b, 7, ",
      "\t7f0000000001 __libc_read+1 (/lib/libc.so.6)",
      "\t550000000002 serve+2 (/srv/a)",
      "]: 3",
      "@site[0, 0, a, b, 7, ",
      "\t7f0000000009 __libc_read+9 (/lib/libc.so.6)",
      "\t550000000002 serve+2 (/srv/a)",
      "]: 4",
      "@name[7]: read_line+3",
    );
    expect(rowsOf(facts, "sites")).toEqual([["read", "", "a, b", 3.5, "read_line", "read_line ← serve"]]);
    expect(facts["stacks"]).toEqual(["a, b;serve;read_line;__libc_read;read_[k] 7"]);
  });

  it("of a number that no table has is told by it", () => {
    expect(rowsOf(traced("@calls[9000, 0]: 1"), "calls")[0]?.[0]).toBe("call 9000");
  });
});

describe("what perf prints", () => {
  const summary = (...rows: readonly string[]) =>
    ` Summary of events:\n\n a (7), 400 events, 100.0%\n\n   syscall            calls  errors  total       min       avg       max       stddev\n${rows.join("\n")}\n`;

  it("has calls and errnos of all threads, and no word of stacks, files and paths", () => {
    const thread = [
      "   recvfrom            100     90     0.100     0.000     0.001     0.010      1.00%",
      "\t\t\t\tEAGAIN: 90",
      "   futex                10      0   900.000     1.000    90.000   100.000      1.00%",
    ];
    const { facts } = parse("perf", summary(...thread, ...thread));
    expect(Object.keys(facts)).toEqual(["watched", "perSecond", "failed", "calls", "failures"]);
    const told = plain(facts);
    expect(rowsOf(told, "failures")).toEqual([["recvfrom", "EAGAIN", 90, 90, 0, 1, 75, 0.08, "", "", "", 0]]);
    // What takes 90 ms on average has waited.
    expect(rowsOf(told, "calls").map(([call, , , , errors, , , waited]) => [call, errors, waited])).toEqual([
      ["recvfrom", "EAGAIN 90 %", 0],
      ["futex", "", 100],
    ]);
  });

  it("without a table is no answer", () => {
    expect(parse("perf", "").facts).toEqual({});
  });
});

describe("by looking", () => {
  const at = (seconds: number, files: Record<string, string>) => JSON.stringify({ at: seconds, files });
  const io = (reads: number, bytes: number) => `rchar: ${bytes}\nwchar: 0\nsyscr: ${reads}\nsyscw: 0\n`;

  it("reads and writes are counted, and calls in which threads wait are named", () => {
    const { facts } = parse(
      "procfs",
      [
        at(0, {
          "/proc/sys/kernel/arch": "aarch64\n",
          "/proc/7/io": io(100, 5000),
          "/proc/7/task/7/syscall": "running\n",
        }),
        at(2, { "/proc/7/io": io(500, 5400), "/proc/7/task/7/syscall": "98 0x1 0x0 0x0 0x0 0x0 0x0 0x7f 0x7f\n" }),
      ].join("\n"),
    );
    expect(plain(facts)).toEqual({
      watched: 2,
      readsPerSecond: 200,
      bytesPerRead: 1,
      writesPerSecond: 0,
      found: [["futex", 50]],
    });
  });

  it("nothing is said of what may not be read", () => {
    const { facts, notes } = parse("procfs", [at(0, {}), at(2, {})].join("\n"));
    expect(plain(facts)).toEqual({ watched: 2 });
    expect(notes).toEqual(["/proc/PID/io could not be read: reads and writes are not counted."]);
  });
});

describe("the place of a call", () => {
  it.each([
    [["__libc_read", "_IO_new_file_underflow", "_IO_default_uflow", "getc", "read_header", "main"], "read_header"],
    [["__GI___close", "close_all", "main", "__libc_start_call_main"], "close_all"],
    [
      [
        "runtime/internal/syscall.Syscall6",
        "syscall.read",
        "internal/poll.(*FD).Read",
        "os.(*File).Read",
        "main.countLines",
      ],
      "main.countLines",
    ],
    [["__sched_yield", "[unknown]", "wait_for_letter"], "wait_for_letter"],
    [["fetch_read", "main"], "fetch_read"],
    [["access", "node::(anonymous namespace)::Exists(v8::Local<int> const&)"], "node::(anonymous namespace)::Exists"],
  ])("%j is %s", (user, site) => {
    expect(callSite(user).function).toBe(site);
  });

  it("is the leaf where all are a library's, and empty where none has a name", () => {
    expect(callSite(["__libc_read", "start_thread"])).toEqual({ function: "__libc_read", path: "__libc_read" });
    expect(callSite(["[unknown]"])).toEqual({ function: "", path: "" });
  });
});

describe("names", () => {
  it("are the architecture's own", () => {
    expect([0, 202, 334, 335, 424, 441].map((number) => callNames("x64").get(number))).toEqual([
      "read",
      "futex",
      "rseq",
      undefined,
      "pidfd_send_signal",
      "epoll_pwait2",
    ]);
    expect([63, 79, 98, 243, 244, 260, 294, 435].map((number) => callNames("arm64").get(number))).toEqual([
      "read",
      "newfstatat",
      "futex",
      "recvmmsg",
      undefined,
      "wait4",
      "kexec_file_load",
      "clone3",
    ]);
    expect(callNames("mips").size).toBe(0);
  });

  it("of calls that an architecture has not are left out", () => {
    expect(callNumbers("x64", ["open", "openat"])).toEqual([2, 257]);
    expect(callNumbers("arm64", ["open", "openat"])).toEqual([56]);
  });

  it("of errors are the kernel's, also of those that no program sees", () => {
    expect([0, 2, 11, 41, 58, 110, 133, 134, 512].map(errorName)).toEqual([
      "",
      "ENOENT",
      "EAGAIN",
      "errno 41",
      "errno 58",
      "ETIMEDOUT",
      "EHWPOISON",
      "errno 134",
      "ERESTARTSYS",
    ]);
  });
});

describe("the script", () => {
  it("counts calls of the target's processes only, until the window ends", () => {
    const script = callsScript(3, [7, 8], "x64");
    expect(script).toContain("/(pid == 7 || pid == 8) && @end == 0/");
    expect(script).toContain("interval:s:3 {");
  });

  it("says by which table its numbers are to be read", () => {
    expect(callsScript(3, [7], "arm64")).toContain('printf("arch arm64\\n")');
    // clock_gettime(2)
    expect(callsScript(3, [7], "arm64")).toContain("if ($id == 113) { @clock");
  });
});
