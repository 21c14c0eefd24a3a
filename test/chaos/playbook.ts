import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Steps that end one after the other, so that a blow at any moment finds some that were told and some that run. */
const steps = {
  first: "run: [echo, hello], parse: { as: text }",
  soon: 'run: [vmstat, "1", "3"], duration: 2s, parse: { as: text }',
  later: 'run: [vmstat, "1", "5"], duration: 4s, parse: { as: text }',
  memory: "tool: process-memory, with: { duration: 5s }",
  cpus: "tool: mpstat, with: { duration: 6s }",
  waits: "tool: runqlat, with: { duration: 6s }",
} as const;

export const plannedSteps = Object.keys(steps);

/** @param name By which everything of the run can be told from that of others: containers, Jobs and pods carry it. */
export function writeChaosPlaybook(folder: string, name: string): string {
  const file = join(folder, "playbook.yaml");
  writeFileSync(
    file,
    `apiVersion: diag/v1
kind: Playbook
metadata: { name: ${name}, version: 1.0.0, title: What is left of a run that was struck? }
spec:
  targets: [process, container]
  budget: { disk: 1MiB }
  steps:
${Object.entries(steps)
  .map(([id, step]) => `    - { id: ${id}, ${step} }`)
  .join("\n")}
  checks:
    - { id: said, title: Said, info: first.lines == 1, message: "\${{ first.text }}" }
    - { id: busy, title: Busy, info: cpus.busy >= 0, message: "\${{ cpus.busy }}" }
`,
  );
  return file;
}
