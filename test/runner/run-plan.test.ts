import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
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
