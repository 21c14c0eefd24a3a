import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Playbook } from "../../src/documents/playbook.generated.ts";

/** A playbook of whole machines diagnoses a fault by what its container does to the machine. */
export function diagnosesContainers(playbook: string): boolean {
  const path = join(import.meta.dirname, "../../playbooks", playbook, "playbook.yaml");
  const { spec } = parse(readFileSync(path, "utf8")) as Playbook;
  return spec.targets.includes("container");
}

/** The words that name the target of a fault to `diag run`. */
export function targetWords(playbook: string, container: string): readonly string[] {
  return diagnosesContainers(playbook) ? ["--container", container] : ["--host", "--in", "docker"];
}
