import { expect, test } from "vitest";
import type { Probe } from "../../src/documents/probe.generated.ts";
import { chooseVariants } from "../../src/runner/choose-variants.ts";
import type { Tool, Variant } from "../../src/tools/tool.ts";

const probe: Probe = {
  schema: "diag/probe/v1",
  kernel: { release: "6.1.0", arch: "x64" },
  distribution: { id: "debian", version: "12" },
  cpus: 2,
  memory: { totalBytes: 1, availableBytes: 1 },
  load: 0,
  uid: 0,
  capabilities: ["SYS_ADMIN"],
  btf: false,
  headers: null,
  kprobes: true,
  uprobes: true,
  tracefs: null,
  lockdown: null,
  perfEventParanoid: 2,
  cgroup: "v2",
  psi: true,
  binaries: { perf: "/usr/bin/perf" },
};

function variant(name: string, requires: Variant["requires"]): Variant {
  return {
    name,
    precision: "",
    requires,
    overhead: { cpuPercentOfCore: 0, basis: "" },
    collect: () => ({ kind: "samples", paths: [], intervalMs: 1, windowMs: 0 }),
    parse: () => ({ facts: {}, notes: [] }),
  };
}

const tool: Tool = {
  name: "t",
  title: "t",
  arguments: {},
  facts: {},
  windowMs: () => 0,
  variants: [
    variant("bcc", [{ kind: "binary", binary: { names: ["perf"], package: "linux-perf" } }, { kind: "headers" }]),
    variant("libbpf", [{ kind: "btf" }]),
    variant("perf", [{ kind: "binary", binary: { names: ["perf"], package: "linux-perf" } }]),
    variant("procfs", []),
  ],
};

test("the plan's order is kept; each rejected variant names the first thing that is missing", () => {
  const { candidates, rejected } = chooseVariants(tool, ["bcc", "perf", "libbpf", "procfs"], probe, {
    target: "process",
    allowAttach: false,
  });
  expect(candidates.map(({ name }) => name)).toEqual(["perf", "procfs"]);
  expect(rejected).toMatchObject([
    { variant: "bcc", outcome: "rejected", reason: { code: "no-headers" } },
    { variant: "libbpf", outcome: "rejected", reason: { code: "no-btf" } },
  ]);
});

test("a variant that this diag does not know is passed over", () => {
  expect(
    chooseVariants(tool, ["of-the-future", "procfs"], probe, { target: "host", allowAttach: false }).candidates.map(
      ({ name }) => name,
    ),
  ).toEqual(["procfs"]);
});
