import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { Playbook } from "../../src/documents/playbook.generated.ts";
import { readFaults } from "./fault.ts";

const folder = join(import.meta.dirname, "../../playbooks");
const checksOf = (playbook: string) =>
  (parse(readFileSync(join(folder, playbook, "playbook.yaml"), "utf8")) as Playbook).spec.checks;
const all = readdirSync(folder).flatMap((name) =>
  checksOf(name).map((check) => ({ ...check, name: `${name}/${check.id}` })),
);
const checks = new Set(all.map(({ name }) => name));
const quiet = new Set(all.filter(({ fail, warn }) => (fail ?? warn) === undefined).map(({ name }) => name));

test.each(readFaults())("what is expected of $name are checks that there are", ({ expected, kind, playbooks: own }) => {
  const named = [...expected.must, ...(expected.may ?? [])].map(({ finding }) => finding);
  expect(named.filter((finding) => !checks.has(finding))).toEqual([]);
  // What only informs is no alarm, and needs nobody's leave.
  expect(expected.may?.filter(({ finding }) => quiet.has(finding)) ?? []).toEqual([]);
  // Each of the playbooks that must diagnose it is told what it must say.
  const silent = own.filter((playbook) => !expected.must.some(({ finding }) => finding.startsWith(`${playbook}/`)));
  expect(kind === "faulty" ? silent : []).toEqual([]);
});
