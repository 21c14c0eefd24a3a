import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BundleWriter } from "../../src/bundle/bundle-writer.ts";
import { readBundle } from "../../src/bundle/read-bundle.ts";
import type { Event } from "../../src/documents/event.generated.ts";
import { runPlan } from "../../src/runner/run-plan.ts";
import { mountDisk } from "../chaos/full-disk.ts";
import { isRoot } from "../cli/requirements.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { commandStep, planOf } from "./command-plan.ts";

test.skipIf(!isRoot)("a disk that is full for good: what was told before is in the bundle [needs root]", async () => {
  const folder = temporaryFolder();
  await using disk = await mountDisk(join(folder, "disk"));
  const out = join(folder, "disk/bundle");
  mkdirSync(out);
  const bundle = new BundleWriter(out);
  const plan = planOf([commandStep("first"), commandStep("second", ["first"]), commandStep("third", ["second"])]);
  bundle.putJson("plan.json", plan);
  const told: Event[] = [];
  await runPlan(plan, {
    run: "r1",
    bundle,
    interrupt: new AbortController().signal,
    onEvent: (event) => {
      if (event.kind !== "step-finished") return;
      told.push(event);
      // Each time anew: also what was held in reserve is taken.
      disk.fill();
    },
  });
  // The second has what was held in reserve; its raw output has no room.
  expect(told).toMatchObject([{ status: "ok" }, { status: "partial" }, { status: "failed" }]);
  const { manifest, facts } = readBundle(out);
  expect(manifest.steps).toMatchObject([
    { id: "first", status: "ok" },
    { id: "second", status: "partial" },
  ]);
  expect(Object.keys(facts?.steps ?? {})).toEqual(["first", "second"]);
});
