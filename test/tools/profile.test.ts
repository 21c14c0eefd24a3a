import { describe, expect, it } from "vitest";
import { nativeProcess } from "./native-process.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const node = (kind: "process" | "host") => ({
  probe: {} as never,
  target:
    kind === "host"
      ? ({ kind, cgroups: {} } as const)
      : ({ kind, processes: [41, 42].map(nativeProcess), cgroups: {} } as const),
  artifact: (name: string) => `/step/${name}`,
});

describe("commands", () => {
  const args = { duration: 1_500, frequency: 99 };
  const argvOf = (variant: string, kind: "process" | "host") => {
    const collection = variantNamed("profile", variant).collect(args, node(kind));
    return collection.kind === "commands" ? collection.commands.map(({ argv }) => argv.join(" ")) : [];
  };

  it("ask for whole seconds, the frequency and the processes", () => {
    expect(argvOf("bcc", "process")).toEqual(["-F 99 -f -d -a --stack-storage-size 65536 -p 41,42 2"]);
    expect(argvOf("libbpf", "process")).toEqual(["-F 99 -f -d --stack-storage-size 65536 -p 41,42 2"]);
    expect(argvOf("perf", "process")).toEqual([
      "record -e cpu-clock -F 99 -g --no-bpf-event -p 41,42 -o /step/perf.data -- sleep 2",
      "script -i /step/perf.data --force --no-inline --show-lost-events -F comm,pid,tid,ip,sym,dso",
    ]);
    expect(argvOf("bpftrace", "process")).toEqual([
      "-q -e profile:hz:99 /pid == 41 || pid == 42/ { @stacks[comm, kstack(perf), ustack(perf)] = count(); } interval:s:2 { exit(); }",
    ]);
  });

  it("watch all CPUs of a host", () => {
    expect(argvOf("bcc", "host")).toEqual(["-F 99 -f -d -a --stack-storage-size 65536 2"]);
    expect(argvOf("perf", "host")[0]).toBe(
      "record -e cpu-clock -F 99 -g --no-bpf-event -a -o /step/perf.data -- sleep 2",
    );
    expect(argvOf("bpftrace", "host")).toEqual([
      "-q -e profile:hz:99 { if (pid == 0) { @idle = count(); } else { @stacks[comm, kstack(perf), ustack(perf)] = count(); } } interval:s:2 { exit(); }",
    ]);
  });
});

describe("a program with one hot function", () => {
  const path = "checksum ← handle_request ← serve ← main";
  it.each([
    ["bcc", 98, 100, path],
    ["perf", 96, 100, path],
    ["bpftrace", 84, 98.81, path],
    ["libbpf", 96, 100, path],
  ])("is told by %s", (variant, samples, topShare, topPath) => {
    const { facts, notes } = parseRecording(`profile/${variant}-hot`);
    expect(plain(facts)).toMatchObject({
      samples,
      topFunction: "checksum",
      topShare,
      topPath,
      userShare: topShare,
      unresolvedShare: 0,
      lost: 0,
      threads: [["hot", 100]],
    });
    expect(notes).toEqual([]);
  });

  it("has stacks from the thread to the leaf", () => {
    expect(plain(parseRecording("profile/bcc-hot").facts)["stacks"]).toEqual([
      "hot;__libc_start_call_main;main;serve;handle_request;checksum 98",
    ]);
  });

  it.each(["bcc", "perf", "bpftrace", "libbpf"])("leads the host's profile by %s", (variant) => {
    const facts = plain(parseRecording(`profile/${variant}-hot-host`).facts);
    expect(facts).toMatchObject({ topFunction: "checksum" });
    expect(JSON.stringify(facts["threads"])).not.toContain("swapper");
  });
});

describe("a program that is in the kernel nearly all the time", () => {
  it.each([
    ["bcc", 94.9, 87.76, "read_zero ← vfs_read ← ksys_read ← __read ← main"],
    ["perf", 97.92, 83.33, "read_zero ← vfs_read ← ksys_read ← read ← main"],
    ["bpftrace", 93.88, 80.61, "read_zero ← vfs_read ← ksys_read ← __libc_read ← main"],
    ["libbpf", 97.96, 85.71, "read_zero ← vfs_read ← ksys_read ← read ← main"],
  ])("has its kernel frames marked by %s", (variant, kernelShare, topShare, topPath) => {
    const facts = plain(parseRecording(`profile/${variant}-syscalls`).facts);
    expect(facts).toMatchObject({ kernelShare, topFunction: "read_zero", topShare, topPath });
    expect((facts["functions"] as unknown[][])[0]?.slice(0, 2)).toEqual(["read_zero", "kernel"]);
  });

  it("does not have the leaf twice, as BCC prints it", () => {
    const [heaviest] = plain(parseRecording("profile/bcc-syscalls").facts)["stacks"] as string[];
    expect(heaviest).toBe(
      "syscalls;__libc_start_call_main;main;__read;entry_SYSCALL_64_after_hwframe_[k];do_syscall_64_[k];ksys_read_[k];vfs_read_[k];read_zero_[k] 86",
    );
  });
});

describe("names that are hard to read", () => {
  it.each(["perf", "bpftrace"])("keep a `;` of a thread's name out of the stacks of %s", (variant) => {
    const facts = plain(parseRecording(`profile/${variant}-sort`).facts);
    expect(facts["threads"]).toEqual([["req:worker (1)", 100]]);
    expect(facts["topFunction"]).toBe("__memcmp_evex_movbe");
  });

  it.each(["bcc", "perf", "bpftrace"])("are C++ templates with blanks in %s", (variant) => {
    const stacks = plain(parseRecording(`profile/${variant}-sort`).facts)["stacks"] as string[];
    expect(
      stacks.some((stack) => /;main::\{lambda\(\)#1\}::operator\(\)(?:\(\) const)?;shop::refresh/.test(stack)),
    ).toBe(true);
  });
});

describe("Node.js", () => {
  it.each(["bcc", "perf", "bpftrace"])("names JavaScript by its symbol file in %s", (variant) => {
    const { facts, notes } = parseRecording(`profile/${variant}-node-perf`);
    expect(plain(facts)).toMatchObject({
      topFunction: "priceOf /tmp/diag-workloads/hot.js:2:17",
      functions: expect.arrayContaining([
        [expect.stringMatching(/^priceOf /), "jit", expect.any(Number), expect.any(Number)],
      ]),
    });
    expect(plain(facts)["topPath"]).toMatch(/^priceOf \S+ ← renderPage \S+ ← \(anonymous\) \S+ ← /);
    expect(notes).toEqual([]);
  });

  it.each(["bcc", "perf", "bpftrace"])("without one is unresolved, and %s says what would help", (variant) => {
    const { facts, notes } = parseRecording(`profile/${variant}-node`);
    expect(plain(facts)).toMatchObject({ topFunction: "[unknown]", unresolvedShare: 100 });
    expect(notes).toEqual([
      "Functions of the Node.js program itself have no names here: start node with --perf-basic-prof --interpreted-frames-native-stack.",
    ]);
  });
});

it.each(["bcc", "perf", "bpftrace"])("says for Python what would name its functions (%s)", (variant) => {
  const { facts, notes } = parseRecording(`profile/${variant}-python`);
  expect(plain(facts)).toMatchObject({ topFunction: "_PyEval_EvalFrameDefault" });
  expect(notes).toEqual([
    "Functions of the Python program itself have no names here: start Python 3.12 or newer, built with frame pointers, with -X perf; others need py-spy.",
  ]);
});

it.each(["bcc", "perf", "bpftrace", "libbpf"])("has no shares of an idle process (%s)", (variant) => {
  const { facts, notes, problem } = parseRecording(`profile/${variant}-idle`);
  expect(plain(facts)).toEqual({ stacks: [], samples: 0, functions: [], threads: [], lost: 0 });
  expect(notes).toEqual(["No sample caught the target on a CPU: it was idle or waiting."]);
  expect(problem).toBeUndefined();
});

describe("what tools lose", () => {
  const parse = (variant: string, stdout: string, stderr = "") =>
    variantNamed("profile", variant).parse({ stdout: Buffer.from(stdout), stderr, partial: false }, contextOf());

  it("is counted from BCC's placeholders and its warning", () => {
    const { facts, notes } = parse(
      "bcc",
      "a;[Missed User Stack] 7\nswapper/0;do_idle_[k] 90\n",
      "WARNING: 1 stack traces could not be displayed.\n",
    );
    expect(plain(facts)).toMatchObject({ samples: 7, lost: 7, unresolvedShare: 100 });
    expect(notes).toContain("7 samples were lost or could not be shown.");
    expect(notes).toContain("90 samples of idle CPUs are left out of the shares.");
  });

  it("is counted from bpftrace's empty stacks", () => {
    const { facts } = parse(
      "bpftrace",
      "@idle: 96\n@stacks[a, b, , ]: 2\n@stacks[a, b, , \n\t55 main+3 (/bin/a)\n]: 3\n",
    );
    expect(plain(facts)).toMatchObject({ samples: 5, lost: 2, stacks: ["a, b;main 3", "a, b;[unknown] 2"] });
  });

  it("is counted from perf's records", () => {
    const { facts } = parse("perf", "a 1/1 \n\t 55 main (/bin/a)\n\na 1/1 PERF_RECORD_LOST lost 12\n");
    expect(plain(facts)).toMatchObject({ samples: 1, lost: 12 });
  });
});
