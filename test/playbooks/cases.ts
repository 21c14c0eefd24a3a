import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { BundleWriter } from "../../src/bundle/bundle-writer.ts";
import { readBundle } from "../../src/bundle/read-bundle.ts";
import type { Findings, Outcome } from "../../src/documents/findings.generated.ts";
import type { Playbook } from "../../src/documents/playbook.generated.ts";
import { judgeBundle } from "../../src/judge/judge-bundle.ts";
import { readPlaybook } from "../../src/playbook/read-playbook.ts";
import { replay } from "../../src/site/recorded.ts";
import { toolNamed, tools } from "../../src/tools/registry.ts";

const root = join(import.meta.dirname, "../../playbooks");

/** A recording of a playbook's own, with what it must say. */
export interface Case {
  readonly playbook: string;
  readonly name: string;
  readonly folder: string;
  readonly expected: Expected;
}

/** `expected.yaml` of a case. */
export interface Expected {
  /** What was recorded, and how: the command. */
  readonly recorded: string;
  readonly kind: "positive" | "negative" | "missing";
  readonly verdict: Outcome;
  /** Outcome of every check that applies; words that the message must hold. */
  readonly findings: Readonly<Record<string, { readonly outcome: Outcome; readonly says?: readonly string[] }>>;
}

export const playbooks = readdirSync(root).filter((name) => existsSync(join(root, name, "playbook.yaml")));

export const cases: readonly Case[] = playbooks.flatMap((playbook) =>
  readdirSync(join(root, playbook, "cases")).map((name) => {
    const folder = join(root, playbook, "cases", name);
    return { playbook, name, folder, expected: parse(readFileSync(join(folder, "expected.yaml"), "utf8")) as Expected };
  }),
);

export function playbookNamed(name: string): Playbook {
  const file = join(root, name, "playbook.yaml");
  const read = readPlaybook(readFileSync(file), file, tools);
  if (!read.ok) throw new AggregateError(read.errors, `${file} is not valid`);
  return read.playbook;
}

/** Reads a case's raw output with the parsers of today and judges it. @param work An empty folder. */
export function judgeCase(recorded: Case, playbook: Playbook, work: string): Findings {
  const recording = readBundle(recorded.folder);
  const writer = new BundleWriter(work);
  writer.putJson("plan.json", recording.plan);
  replay(recording, writer);
  writer.close();
  return judgeBundle(readBundle(work), playbook, toolNamed);
}
