import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { parseDuration } from "../../src/playbook/quantity.ts";

/** Less than that shows trends and bursts to no playbook, whatever minimum it allows. */
const useful = "5s";

/** The shortest window that a playbook allows and that is still of use. */
export function shortestWindow(playbook: string): string {
  const path = join(import.meta.dirname, "../../playbooks", playbook, "playbook.yaml");
  const { spec } = parse(readFileSync(path, "utf8")) as { spec: { params: { duration: { minimum: string } } } };
  const { minimum } = spec.params.duration;
  return (parseDuration(minimum) ?? 0) > (parseDuration(useful) ?? 0) ? minimum : useful;
}
