import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { knownError } from "../../src/tools/known-error.ts";
import { recordings } from "./recording.ts";

const folder = join(recordings, "errors");

/**
 * Recorded by bringing the tools to fail: as another user, without capabilities, in a mount namespace without the files, on a
 * kernel that is locked down.
 */
const codes = {
  "bcc-kprobe": "no-kprobes",
  "bcc-memleak-jemalloc": "no-variant",
  "bcc-no-capability": "not-permitted",
  "bcc-no-headers": "no-headers",
  "bcc-not-root": "not-permitted",
  "bcc-profile-no-capability": "not-permitted",
  "bpftrace-kprobe": "no-kprobes",
  "bpftrace-lockdown": "lockdown",
  "bpftrace-no-capability": "not-permitted",
  "bpftrace-no-such-tracepoint": "no-variant",
  "bpftrace-no-tracefs": "no-variant",
  "bpftrace-not-root": "no-capability",
  "jattach-attach-off": "runtime",
  "jattach-not-root": "not-permitted",
  "java-no-counters": "runtime",
  "java-profile-attach-off": "runtime",
  "java-profile-gone": "target-gone",
  "java-profile-no-agents": "runtime",
  "libbpf-fentry": "no-kprobes",
  "libbpf-kprobe": "no-kprobes",
  "libbpf-other-arguments": "no-variant",
  "libbpf-lockdown": "lockdown",
  "libbpf-memleak-jemalloc": "no-variant",
  "libbpf-no-capability": "not-permitted",
  "libbpf-profile-no-btf": "no-btf",
  "libbpf-profile-not-root": "not-permitted",
  "libbpf-runqlat-no-btf": "no-btf",
  "libbpf-runqlat-not-root": "not-permitted",
  "memleak-gone": "target-gone",
  "node-profile-gone": "target-gone",
  "perf-no-capability": "no-capability",
  "perf-no-such-process": "target-gone",
  "perf-not-root-host": "no-capability",
  "perf-not-root-process": "no-capability",
  "perf-stat-no-hardware-counter": "no-variant",
  "py-spy-gone": "target-gone",
  "py-spy-native": "runtime",
  "py-spy-not-python": "runtime",
  "py-spy-not-root": "not-permitted",
  "python-no-probes": "runtime",
  "rbspy-gone": "target-gone",
  "rbspy-new-ruby": "runtime",
  "rbspy-not-ruby": "runtime",
  "rbspy-stripped": "runtime",
};

describe("an error text that was recorded", () => {
  it.each(Object.entries(codes))("%s is %s", (name, code) => {
    expect(knownError(readFileSync(join(folder, `${name}.stderr`), "utf8"))?.code).toBe(code);
  });

  it("is one of these, each with its command", () => {
    const files = readdirSync(folder).toSorted();
    expect(files).toEqual(
      Object.keys(codes)
        .flatMap((name) => [`${name}.command`, `${name}.stderr`])
        .toSorted(),
    );
  });
});

it.each([
  ["BCC without a package of headers", "fatal error: 'linux/kconfig.h' file not found", "no-headers"],
  ["BCC as a user", "Need super-user privileges to run", "not-permitted"],
  [
    "BCC against other headers",
    "/virtual/main.c:3:1: error: x\n1 error generated.\nException: Failed to compile BPF module <text>",
    "no-headers",
  ],
  [
    "bpftrace that loops over a map on Linux 5.10",
    "stdin:21:7-10: ERROR: Missing required kernel feature: for_each_map_elem",
    "no-variant",
  ],
  ["bpftrace with a symbol that is not there", "ERROR: Could not resolve symbol: /bin/a:nothing", "no-variant"],
  ["perf under lockdown", "Lockdown: perf: unsafe use of perf is restricted; see man kernel_lockdown.7", "lockdown"],
  ["jattach on a JVM that hangs", "Connected to remote JVM\nJVM did not respond: Success", "runtime"],
  ["a library for another C library", "Error relocating /tmp/a.so: __x: symbol not found", "runtime"],
  ["libbpf refused by the verifier", "failed to load BPF object: -22", "exit-status"],
] as const)("the text of %s is known", (_, stderr, code) => expect(knownError(stderr)?.code).toBe(code));

it("says nothing of what tools print when they work", () => {
  const warning =
    'ERROR: Unknown error -1: couldn\'t set RLIMIT_MEMLOCK for bpftrace. If your program is not loading, you can try "ulimit -l 8192" to fix the problem\n';
  expect(knownError(warning)).toBeUndefined();
  expect(
    knownError(
      "[ perf record: Woken up 1 times to write data ]\n[ perf record: Captured and wrote 0.024 MB perf.data (98 samples) ]\n",
    ),
  ).toBeUndefined();
  expect(knownError("")).toBeUndefined();
});
