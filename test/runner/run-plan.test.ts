import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { BundleWriter } from "../../src/bundle/bundle-writer.ts";
import type { Facts } from "../../src/documents/facts.generated.ts";
import type { Manifest } from "../../src/documents/manifest.generated.ts";
import { runPlan } from "../../src/runner/run-plan.ts";
import type { KeptPart } from "../../src/runner/run-record.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { commandStep, planOf } from "./command-plan.ts";

const plan = planOf([commandStep("first"), commandStep("second", ["first"])]);

test("what is told of a step is on disk by then, and was handed on", async () => {
  const folder = temporaryFolder();
  const read = <T>(path: string): T => JSON.parse(readFileSync(join(folder, path), "utf8"));
  const kept: KeptPart[] = [];
  const found: unknown[] = [];
  await runPlan(plan, {
    run: "r1",
    bundle: new BundleWriter(folder),
    interrupt: new AbortController().signal,
    onKept: (part) => void kept.push(part),
    onEvent: (event) => {
      if (event.kind !== "step-finished") return;
      const { steps } = read<Manifest>("manifest.json");
      const facts = read<Facts>("facts.json").steps[event.step];
      found.push([event.step, steps.map(({ id, status }) => `${id} ${status}`), facts?.["lines"], kept.length]);
    },
  });
  const one = { kind: "number", unit: "count", value: 1 };
  expect(found).toEqual([
    ["first", ["first ok"], expect.objectContaining(one), 1],
    ["second", ["first ok", "second ok"], expect.objectContaining(one), 2],
  ]);
  expect(kept.map(({ manifest, facts }) => [manifest.steps.map(({ id }) => id), Object.keys(facts.steps)])).toEqual([
    [["first"], ["first"]],
    [["second"], ["second"]],
  ]);
});

test("a command of a playbook's own has the environment in which diag's tools start that program", async () => {
  const programs = temporaryFolder();
  writeFileSync(join(programs, "bpftrace"), '#!/bin/sh\necho "$GLIBC_TUNABLES"\n', { mode: 0o755 });
  vi.stubEnv("PATH", `${programs}:${process.env.PATH}`);
  const folder = temporaryFolder();
  const step = { ...commandStep("tunables"), argv: ["bpftrace"] };
  const quiet = { run: "r1", interrupt: new AbortController().signal, onEvent: () => {} };
  await runPlan(planOf([step as typeof step & { argv: [string] }]), { ...quiet, bundle: new BundleWriter(folder) });
  vi.unstubAllEnvs();
  const { steps } = JSON.parse(readFileSync(join(folder, "facts.json"), "utf8")) as Facts;
  expect(steps["tunables"]?.["text"]).toMatchObject({ value: expect.stringContaining("tcache_count=0") });
});
