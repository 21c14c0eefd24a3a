import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseRaw } from "../../src/tools/raw/parse-raw.ts";
import { contextOf, recordings, variantNamed } from "./recording.ts";

const megabyte = 1024 * 1024;
/** What a busy machine may take; an idle one needs a fifth of it. */
const limitMs = 3_000;

/** The recording over and over, up to the runner's cap on output. */
function large(path: string): Buffer {
  const once = readFileSync(join(recordings, path));
  return Buffer.concat(Array.from({ length: Math.ceil((16 * megabyte) / once.length) }, () => once));
}

it.each([
  ["profile", "bcc", "profile/bcc-sort.stdout"],
  ["profile", "bcc", "profile/bcc-hot-host.stdout"],
  ["profile", "perf", "profile/perf-sort.stdout"],
  ["profile", "perf", "profile/perf-hot.stdout"],
  ["profile", "bpftrace", "profile/bpftrace-syscalls.stdout"],
  ["runqlat", "libbpf", "runqlat/libbpf-hot-2.stdout"],
  ["mpstat", "sysstat", "mpstat/sysstat-hot-host.stdout"],
  ["pidstat", "sysstat", "pidstat/sysstat-hot-2-host.stdout"],
  ["threads", "procfs", "threads/procfs-threads.stdout"],
  ["cgroup-cpu", "cgroupfs", "cgroup-cpu/cgroupfs-hot-limited.stdout"],
  ["cpu-pressure", "procfs", "cpu-pressure/procfs-hot-2.stdout"],
])("%s by %s reads 16 MB of %s in time", (tool, variant, path) => {
  const stdout = large(path);
  const start = performance.now();
  variantNamed(tool, variant).parse({ stdout, stderr: "", partial: false }, contextOf());
  expect(performance.now() - start).toBeLessThan(limitMs);
});

it("reads 200,000 distinct stacks in time", () => {
  const lines = Array.from(
    { length: 200_000 },
    (_, n) => `app;main;serve;handler_${n % 100};step_${n % 7000};leaf_${n} ${1 + (n % 9)}\n`,
  );
  const stdout = Buffer.from(lines.join(""));
  const start = performance.now();
  const { facts } = variantNamed("profile", "bcc").parse({ stdout, stderr: "", partial: false }, contextOf());
  expect(performance.now() - start).toBeLessThan(limitMs);
  expect(facts["stacks"]).toMatchObject({ kind: "profile", folded: expect.objectContaining({ size: 200_000 }) });
});

it.each(["text", "csv", "table", "folded", "histogram", "regex"] as const)(
  "reads 16 MB of a raw command as %s in time",
  (as) => {
    const stdout = Buffer.from("12,alpha beta;gamma 7\n".repeat((16 * megabyte) / 22));
    const start = performance.now();
    parseRaw({ stdout, stderr: "", partial: false }, { as, pattern: "(?<n>\\d+)x", facts: { n: { kind: "number" } } });
    expect(performance.now() - start).toBeLessThan(limitMs);
  },
);

it.each([
  ["one line without an end", "x".repeat(16 * megabyte)],
  ["blanks", " ".repeat(16 * megabyte)],
  ["separators", ";".repeat(16 * megabyte)],
  ["quotes", '"'.repeat(16 * megabyte)],
  ["empty lines", "\n".repeat(16 * megabyte)],
  ["openings", "@[".repeat(8 * megabyte)],
])(
  "no parser is held up by 16 MB of %s",
  (_, text) => {
    const stdout = Buffer.from(text);
    for (const as of ["csv", "table", "folded", "histogram", "regex"] as const) {
      const start = performance.now();
      parseRaw(
        { stdout, stderr: "", partial: false },
        { as, pattern: "(?<n>\\d+)x", facts: { n: { kind: "number" } } },
      );
      expect(performance.now() - start, `raw ${as}`).toBeLessThan(2 * limitMs);
    }
    for (const [tool, variant] of [
      ["profile", "bcc"],
      ["profile", "perf"],
      ["profile", "bpftrace"],
      ["pidstat", "sysstat"],
      ["mpstat", "sysstat"],
      ["runqlat", "libbpf"],
      ["threads", "procfs"],
    ] as const) {
      const start = performance.now();
      variantNamed(tool, variant).parse({ stdout, stderr: "", partial: false }, contextOf());
      expect(performance.now() - start, `${tool} ${variant}`).toBeLessThan(2 * limitMs);
    }
  },
  60_000,
);
