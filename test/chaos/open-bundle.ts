import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Facts } from "../../src/documents/facts.generated.ts";
import { diag, readManifest } from "../cli/diag.ts";
import type { Opened } from "./verdict.ts";

/** Opens a bundle as its reader would; undefined where the folder is none: there is no manifest. */
export async function openBundle(folder: string): Promise<Opened | undefined> {
  if (!existsSync(join(folder, "manifest.json"))) return undefined;
  const { exitCode, stderr } = await diag(["report", folder], { detached: true });
  if (exitCode !== 0)
    return { error: stderr.trim().split("\n")[0] || `exit ${exitCode}`, state: "", steps: {}, facts: [] };
  const { state, steps } = readManifest(folder);
  return {
    state,
    steps: Object.fromEntries(steps.map(({ id, status }) => [id, status])),
    facts: factsIn(join(folder, "facts.json")),
  };
}

function factsIn(file: string): string[] {
  return existsSync(file) ? Object.keys((JSON.parse(readFileSync(file, "utf8")) as Facts).steps) : [];
}
