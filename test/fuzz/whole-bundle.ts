import { cpSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BundleWriter } from "../../src/bundle/bundle-writer.ts";
import { readBundle } from "../../src/bundle/read-bundle.ts";
import type { Event } from "../../src/documents/event.generated.ts";
import { judgeBundle } from "../../src/judge/judge-bundle.ts";
import { readPlaybook } from "../../src/playbook/read-playbook.ts";
import { replay } from "../../src/site/recorded.ts";
import { toolNamed, tools } from "../../src/tools/registry.ts";
import { root } from "./corpus.ts";
import { emptyFolder } from "./scratch.ts";

const at = "2026-11-23T13:36:01.000Z";

/** One of each kind, as a runner prints them. */
export const events: readonly Event[] = [
  { seq: 1, at, kind: "run-started", run: "r1", label: "host a" },
  { seq: 2, at, kind: "probed", durationMs: 31, summary: "Linux 6.1, 2 CPUs" },
  { seq: 3, at, kind: "step-started", step: "cpu", label: "mpstat", variant: "sysstat", windowMs: 10_000 },
  { seq: 4, at, kind: "step-fell-back", step: "cpu", variant: "bcc", message: "BCC found no headers" },
  { seq: 5, at, kind: "step-progress", step: "cpu", bytes: 120 },
  {
    seq: 6,
    at,
    kind: "step-finished",
    step: "cpu",
    status: "partial",
    message: "cut",
    durationMs: 10_003,
    bytes: 4_000,
  },
  { seq: 7, at, kind: "run-refused", code: "usage", message: "There is no plan", hint: "Give one." },
  { seq: 8, at, kind: "run-finished", state: "complete" },
];

/** A bundle as a run leaves it, made of the smallest recorded case: small, so that reading it takes no longer than it must. */
export function wholeBundle(name: string): string {
  const folder = emptyFolder(name);
  const recorded = smallestCase();
  const playbookBytes = readFileSync(join(recorded, "../../playbook.yaml"));
  const playbook = readPlaybook(playbookBytes, "playbook.yaml", tools);
  if (!playbook.ok) throw new Error("the case's playbook is not valid");
  const writer = new BundleWriter(folder);
  writer.putJson("plan.json", readBundle(recorded).plan);
  writer.put("playbook.yaml", playbookBytes);
  writer.put("events.ndjson", events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  replay(readBundle(recorded), writer);
  const findings = judgeBundle(readBundle(folder), playbook.playbook, toolNamed);
  writeFileSync(join(folder, "findings.json"), JSON.stringify(findings, null, 1));
  writer.close();
  return folder;
}

/** The same once more: each subject changes its own. */
export function copyOf(folder: string, name: string): string {
  const copy = emptyFolder(name);
  rmSync(copy, { recursive: true });
  cpSync(folder, copy, { recursive: true });
  return copy;
}

function smallestCase(): string {
  const cases = globSync("playbooks/*/cases/*/", { cwd: root })
    .toSorted()
    .map((path) => join(root, path));
  const sizes = cases.map((folder) => {
    const names = globSync("**/*.*", { cwd: folder });
    return { folder, bytes: names.reduce((sum, path) => sum + statSync(join(folder, path)).size, 0) };
  });
  return sizes.toSorted((a, b) => a.bytes - b.bytes)[0]?.folder ?? "";
}
