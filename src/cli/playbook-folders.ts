import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where playbooks are looked for by name: the user's own before the ones that come with diag. */
export function playbookFolders(): string[] {
  const own = process.env["DIAG_PLAYBOOKS"]?.split(":") ?? [];
  const config = process.env["XDG_CONFIG_HOME"] || join(homedir(), ".config");
  return [...own, join(config, "diag", "playbooks"), ...shippedFolder()].filter((folder) => folder !== "");
}

/**
 * They stand beside `src` in a checkout and beside `dist` when built; those of an executable below its prefix, or below
 * /usr for one in /usr/local.
 */
const shipped = ["../playbooks", "../../playbooks", "../share/diag/playbooks", "../../share/diag/playbooks"];

function shippedFolder(): string[] {
  return shipped.map((path) => fileURLToPath(new URL(path, import.meta.url))).filter((folder) => existsSync(folder));
}
