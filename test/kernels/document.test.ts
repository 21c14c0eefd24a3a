import { expect, test } from "vitest";
import { documentOf } from "./document.ts";
import type { Result } from "./results.ts";

const about = {
  date: "2026-11-29",
  isWhole: true,
  qemu: "QEMU emulator version 7.2.22",
  packages: { bpftrace: "0.23.2-1" },
};
const results: Result[] = [
  {
    ...about,
    entry: "6.1",
    release: "6.1.0-50-amd64",
    version: "6.1.176-1",
    verdicts: [
      { check: "runqlat/libbpf", outcome: "works", says: "answered after 8 s" },
      { check: "runqlat/bcc", outcome: "failed", says: "the probe calls it usable, and it failed: it ended with 1" },
      { check: "profile/rbspy", outcome: "skipped", says: "rbspy not found" },
    ],
  },
  {
    ...about,
    entry: "no-btf",
    release: "6.1.0-50-amd64",
    version: "6.1.176-1",
    verdicts: [
      { check: "runqlat/libbpf", outcome: "refused", code: "no-btf", says: "the kernel has no BTF" },
      { check: "profile/rbspy", outcome: "skipped", says: "rbspy not found" },
    ],
  },
];

test("a row a variant, a column an entry, and every reason once", () => {
  const text = documentOf(results);
  expect(text).toContain("| 6.1 | 6.1.0-50-amd64 (6.1.176-1) | Debian 12 | 2026-11-29 | 1 | 0 | 1 | 1 |");
  expect(text).toContain("Emulated by QEMU emulator version 7.2.22; the tools are bpftrace 0.23.2-1.");
  expect(text).toContain("| runqlat/bcc | **fails** |  |\n| runqlat/libbpf | works | no: no-btf |");
  expect(text).toContain("- `no-btf` on no-btf: the kernel has no BTF");
  expect(text.match(/profile\/rbspy/g)).toEqual(["profile/rbspy"]);
  expect(text).toContain("## Failures\n\n- 6.1, runqlat/bcc: the probe calls it usable");
  expect(text.endsWith("it ended with 1\n")).toBe(true);
});

test("a guest that was stopped is told", () => {
  expect(documentOf(results.map((one) => ({ ...one, isWhole: false })))).toContain("| 2026-11-29, stopped early |");
});

test("a matrix without a fault has no list of failures", () => {
  expect(documentOf(results.slice(1))).not.toContain("Failures");
});
