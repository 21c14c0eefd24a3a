import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BundleWriter } from "../../src/bundle/bundle-writer.ts";
import { claimFolder } from "../../src/bundle/claim-folder.ts";
import { readBundle } from "../../src/bundle/read-bundle.ts";
import type { Manifest } from "../../src/documents/manifest.generated.ts";
import type { Plan } from "../../src/documents/plan.generated.ts";
import { DiagError } from "../../src/errors.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const digest = `sha256:${"0".repeat(64)}`;
const playbook = { name: "p", version: "1.0.0", title: "P?", digest };
const plan: Plan = {
  schema: "diag/plan/v1",
  playbook,
  params: {},
  target: { kind: "host" },
  steps: [],
  privileges: [],
  mounts: [],
  consent: { attach: false, force: false },
  budget: { cpuPercentOfCore: 100, memoryBytes: 1024 ** 3, diskBytes: 512 * 1024 ** 2 },
  estimate: { cpuPercentOfCore: 0, basis: "none" },
  windowMs: 0,
  deadlineMs: 1000,
};
const manifest: Omit<Manifest, "files"> = {
  schema: "diag/manifest/v1",
  run: "r1",
  state: "running",
  diag: "0.1.0",
  site: "local",
  playbook,
  target: { kind: "host", label: "host x", host: "x" },
  startedAt: "2026-11-23T10:00:00.000Z",
  steps: [],
};

function writtenBundle(): string {
  const folder = temporaryFolder();
  const bundle = new BundleWriter(folder);
  bundle.putJson("plan.json", plan);
  bundle.put("playbook.yaml", "apiVersion: diag/v1\n");
  const file = bundle.open("steps/a/perf.stdout");
  file.write(Buffer.from("some output\n"));
  file.close();
  bundle.putManifest(manifest);
  bundle.close();
  return folder;
}

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error instanceof DiagError ? { code: error.code, message: error.message, hint: error.hint } : error;
  }
  return undefined;
}

test("what is written is read again, with nothing damaged and nothing left over", () => {
  const folder = writtenBundle();
  const bundle = readBundle(folder);
  expect(bundle.manifest.state).toBe("running");
  expect(Object.keys(bundle.manifest.files)).toEqual(["plan.json", "playbook.yaml", "steps/a/perf.stdout"]);
  expect(bundle.damaged).toEqual([]);
  expect(readdirSync(folder).sort()).toEqual(["manifest.json", "plan.json", "playbook.yaml", "steps"]);
});

test("a changed file and a missing one are damaged; the rest is read", () => {
  const folder = writtenBundle();
  writeFileSync(join(folder, "steps/a/perf.stdout"), "other output");
  expect(readBundle(folder).damaged).toEqual(["steps/a/perf.stdout"]);
});

test("a link that leads out of the bundle is not followed", () => {
  const folder = writtenBundle();
  const secret = join(temporaryFolder(), "secret");
  writeFileSync(secret, "x");
  symlinkSync(secret, join(folder, "facts.json"));
  expect(readBundle(folder).facts).toBeUndefined();
});

test.each([
  ["../../etc/passwd", "manifest.json/files property name must be valid"],
  ["/etc/passwd", "manifest.json/files property name must be valid"],
])("a manifest that names %s is refused", (path, message) => {
  const folder = writtenBundle();
  const file = join(folder, "manifest.json");
  const hostile = JSON.parse(readFileSync(file, "utf8"));
  hostile.files = { [path]: { sha256: "0".repeat(64), bytes: 1 } };
  writeFileSync(file, JSON.stringify(hostile));
  const error = errorOf(() => readBundle(folder)) as { code: string };
  expect(error).toMatchObject({ code: "bundle-damaged" });
  expect(JSON.stringify(error)).toContain(message.slice(0, 20));
});

test("a manifest of another version is told apart from a damaged one", () => {
  const folder = writtenBundle();
  writeFileSync(join(folder, "manifest.json"), '{"schema":"diag/manifest/v2"}');
  expect(errorOf(() => readBundle(folder))).toEqual({
    code: "bundle-version",
    message: `${folder}/manifest.json is written in "diag/manifest/v2", this diag reads diag/manifest/v1`,
    hint: "Use the diag version that manifest.json names.",
  });
  writeFileSync(join(folder, "manifest.json"), '{"schema":"diag/ma');
  expect(errorOf(() => readBundle(folder))).toMatchObject({
    code: "bundle-damaged",
    message: `${folder}/manifest.json is not JSON`,
  });
});

test("a folder without a manifest is no bundle", () => {
  const folder = temporaryFolder();
  expect(errorOf(() => readBundle(folder))).toEqual({
    code: "bundle-not-found",
    message: `${folder} holds no manifest.json`,
    hint: "Give the folder that `diag run` printed.",
  });
});

test("a run never takes a folder that holds something", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "notes"), "");
  expect(errorOf(() => claimFolder(folder, "x"))).toEqual({
    code: "output-not-empty",
    message: `${folder} is not empty`,
    hint: "Give --out a new or empty folder: a run never overwrites another.",
  });
});

test("without --out a taken name gets a number", () => {
  const name = join(temporaryFolder(), "diag-x");
  expect([claimFolder(undefined, name), claimFolder(undefined, name), claimFolder(undefined, name)]).toEqual([
    name,
    `${name}-2`,
    `${name}-3`,
  ]);
});

test("a folder that cannot be written is refused", () => {
  expect(errorOf(() => claimFolder("/proc/diag-out", "x"))).toMatchObject({ code: "output-not-writable" });
});
