import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { caseNames, type RecordedCase, readCase } from "../../src/case/read-case.ts";
import type { Playbook } from "../../src/documents/playbook.generated.ts";
import { readPlaybook } from "../../src/playbook/read-playbook.ts";
import { tools } from "../../src/tools/registry.ts";

const root = join(import.meta.dirname, "../../playbooks");

export const playbooks = readdirSync(root).filter((name) => existsSync(join(root, name, "playbook.yaml")));

/** Every case of every playbook that comes with diag. */
export const cases: readonly (RecordedCase & { readonly playbook: string })[] = playbooks.flatMap((playbook) =>
  caseNames(join(root, playbook)).map((name) => ({ ...readCase(join(root, playbook), name), playbook })),
);

export function playbookNamed(name: string): Playbook {
  const file = join(root, name, "playbook.yaml");
  const read = readPlaybook(readFileSync(file), file, tools);
  if (!read.ok) throw new AggregateError(read.errors, `${file} is not valid`);
  return read.playbook;
}
