import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BundleWriter } from "../../src/bundle/bundle-writer.ts";
import { readBundle } from "../../src/bundle/read-bundle.ts";
import type { Facts } from "../../src/documents/facts.generated.ts";
import type { Manifest, StepResult } from "../../src/documents/manifest.generated.ts";
import { DiagError } from "../../src/errors.ts";
import { type ToldPart, ToldRun } from "../../src/site/told-run.ts";
import { planOf } from "../runner/command-plan.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const playbook = { name: "p", version: "1.0.0", title: "P?", digest: `sha256:${"0".repeat(64)}` };
const lines = (value: number): Facts["steps"][string] => ({ lines: { kind: "number", unit: "count", value } });

/** As a runner prints it of one step. */
function part(id: string, value: number, status: StepResult["status"] = "ok"): ToldPart {
  const result: StepResult = { id, label: id, status, attempts: [], durationMs: 10, notes: [] };
  const manifest: Manifest = {
    schema: "diag/manifest/v1",
    run: "r1",
    state: "running",
    diag: "0.1.0",
    site: "local",
    playbook,
    target: { kind: "host", label: "host a", host: "a" },
    startedAt: "2026-11-23T13:36:01.000Z",
    steps: [result],
    files: {},
  };
  return { kind: "kept", manifest, facts: { schema: "diag/facts/v1", steps: { [id]: lines(value) } } };
}

function toldRun() {
  const folder = temporaryFolder();
  const bundle = new BundleWriter(folder);
  bundle.putJson("plan.json", planOf([]));
  return { folder, bundle, told: new ToldRun(bundle, "docker") };
}

test("after each part there is a bundle that holds all that was told", () => {
  const { folder, told } = toldRun();
  told.add(part("a", 1));
  expect(readBundle(folder)).toMatchObject({ manifest: { state: "running", site: "docker" }, damaged: [] });
  told.add(part("b", 2, "partial"));
  const { manifest, facts, damaged } = readBundle(folder);
  expect(manifest.steps.map(({ id, status }) => [id, status])).toEqual([
    ["a", "ok"],
    ["b", "partial"],
  ]);
  expect(facts?.steps).toEqual({ a: lines(1), b: lines(2) });
  expect(damaged).toEqual([]);
});

test("a part that is told again, as a log does that is followed anew, counts once", () => {
  const { folder, told } = toldRun();
  for (const one of [part("a", 1), part("b", 2), part("a", 1)]) told.add(one);
  expect(readBundle(folder).manifest.steps.map(({ id }) => id)).toEqual(["b", "a"]);
});

test.each<[string, unknown]>([
  ["no document", "kept"],
  ["another one", { kind: "bundle-part", part: 0, data: "" }],
  ["a path that leads out", { ...part("a", 1), manifest: { ...part("a", 1).manifest, files: { "../x": {} } } }],
  ["facts that are none", { ...part("a", 1), facts: { schema: "diag/facts/v1", steps: { a: 1 } } }],
])("what a node makes up is passed over: %s", (_, value) => {
  const { folder, told } = toldRun();
  told.add(value);
  expect(existsSync(join(folder, "manifest.json"))).toBe(false);
  expect(told.endBy(new DiagError("runner-lost", "gone", { hint: "" }))).toBe(false);
});

test("a run whose runner is lost ends with what it told, and says why", () => {
  const { folder, told } = toldRun();
  told.add(part("a", 1));
  expect(told.endBy(new DiagError("node-in-trouble", "short of memory", { hint: "" }))).toBe(false);
  expect(told.endBy(new Error("a bug"))).toBe(false);
  expect(told.endBy(new DiagError("runner-lost", "the tool container went away", { hint: "" }))).toBe(true);
  expect(readBundle(folder).manifest).toMatchObject({ state: "stopped", reason: "the tool container went away" });
});

test("a run that is discarded leaves nothing of what was told", () => {
  const { folder, bundle, told } = toldRun();
  told.add(part("a", 1));
  bundle.discard();
  expect(existsSync(folder)).toBe(false);
});
