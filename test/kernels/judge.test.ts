import { expect, test } from "vitest";
import type { Probe } from "../../src/documents/probe.generated.ts";
import { judgeNode, judgeVariant } from "./judge.ts";
import { matrix } from "./matrix.ts";
import type { KernelTruth, Started } from "./record.ts";

const answered: Started = { ok: true, facts: { waits: 9 }, notes: [], seconds: 4 };
const gaveUp: Started = {
  ok: false,
  reason: { code: "exit-status", message: "it ended with 1" },
  facts: {},
  notes: [],
  seconds: 4,
};
const lacks = { code: "no-btf", message: "the kernel has no BTF" } as const;
const runqlat = { kind: "variant", tool: "runqlat", variant: "libbpf" } as const;

test("a variant that the probe calls usable must answer", () => {
  expect(judgeVariant({ ...runqlat, started: answered }, undefined)).toEqual({
    check: "runqlat/libbpf",
    outcome: "works",
    says: "answered after 4 s",
  });
  expect(judgeVariant({ ...runqlat, started: gaveUp }, undefined)).toMatchObject({
    outcome: "failed",
    says: "the probe calls it usable, and it failed: it ended with 1",
  });
});

test("an answer without facts, or with others than the workload's, is none", () => {
  expect(judgeVariant({ ...runqlat, started: { ...answered, facts: {} } }, undefined)).toMatchObject({
    outcome: "failed",
    says: "the probe calls it usable, and it failed: it has no facts",
  });
  expect(judgeVariant({ ...runqlat, started: { ...answered, facts: { waits: 0 } } }, undefined)).toMatchObject({
    outcome: "failed",
    says: "the probe calls it usable, and it failed: its fact waits is 0",
  });
});

test("a variant that the probe does not call usable must not answer", () => {
  expect(judgeVariant({ ...runqlat, started: gaveUp }, lacks)).toEqual({
    check: "runqlat/libbpf",
    outcome: "refused",
    code: "no-btf",
    says: "the kernel has no BTF",
  });
  expect(judgeVariant({ ...runqlat, started: answered }, lacks)).toMatchObject({
    outcome: "failed",
    says: "the probe says that the kernel has no BTF, and it answered all the same",
  });
});

test("what was not started proves nothing", () => {
  expect(judgeVariant(runqlat, { code: "binary-missing", message: "rbspy not found" })).toMatchObject({
    outcome: "skipped",
    says: "rbspy not found",
  });
});

const probe = { btf: true, headers: "/lib/modules/x/build", kprobes: true, lockdown: "none" } as Probe;
const truth: KernelTruth = { btf: true, headers: true, kprobe: true, lockdown: "none" };

test("the probe, the kernel and the entry must agree", () => {
  const [entry] = matrix;
  if (entry === undefined) throw new Error("the matrix is empty");
  const outcomes = (node: Probe, kernel: KernelTruth) =>
    judgeNode({ kind: "node", probe: node, kernel }, entry).flatMap(({ check, outcome }) =>
      outcome === "failed" ? [check] : [],
    );
  expect(outcomes(probe, truth)).toEqual([]);
  expect(outcomes({ ...probe, headers: null }, truth)).toEqual(["probe/headers"]);
  expect(outcomes(probe, { ...truth, kprobe: false })).toEqual(["probe/kprobes"]);
  expect(outcomes({ ...probe, btf: false }, { ...truth, btf: false })).toEqual(["probe/btf"]);
});

test("in confidentiality mode the kernel takes no kprobe, whatever it was built with", () => {
  const entry = matrix.find(({ name }) => name === "lockdown");
  if (entry === undefined) throw new Error("the matrix has no lockdown");
  const node = {
    kind: "node",
    probe: { ...probe, lockdown: "confidentiality" },
    kernel: { ...truth, kprobe: false, lockdown: "confidentiality" },
  } as const;
  expect(judgeNode(node, entry).map(({ outcome }) => outcome)).toEqual(["works", "works", "works", "works"]);
});
