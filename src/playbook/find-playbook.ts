import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DiagError } from "../errors.ts";
import { suggest } from "../nearest-name.ts";
import { maxBytes, tooLarge } from "./playbook-size.ts";

/** A playbook's text, and where it came from. */
export interface PlaybookFile {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Names of the playbooks in the folders; of two with one name the earlier folder's counts. */
export function playbookNames(folders: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const folder of folders) {
    for (const name of entriesOf(folder)) {
      const file = join(folder, name, "playbook.yaml");
      if (!found.has(name) && isFile(file)) found.set(name, file);
    }
  }
  return found;
}

/**
 * Finds what the user means: a path (it has a slash or ends in .yaml) to a file or a playbook's folder, else a name.
 *
 * @throws DiagError `playbook-not-found`, `playbook-unreadable`, or `playbook-too-large` without reading it.
 */
export function findPlaybook(nameOrPath: string, folders: readonly string[]): PlaybookFile {
  const isPath = nameOrPath.includes("/") || /\.ya?ml$/.test(nameOrPath);
  const names = isPath ? new Map<string, string>() : playbookNames(folders);
  const file = isPath ? fileAt(nameOrPath) : names.get(nameOrPath);
  if (file === undefined) {
    throw new DiagError("playbook-not-found", `There is no playbook ${isPath ? "at " : ""}${nameOrPath}`, {
      hint: isPath
        ? "Give a playbook file, or a folder that holds playbook.yaml."
        : suggest(nameOrPath, [...names.keys()].sort()),
    });
  }
  let size: number;
  try {
    size = statSync(file).size;
    if (size <= maxBytes) return { file, bytes: readFileSync(file) };
  } catch (cause) {
    throw new DiagError("playbook-unreadable", `${file} cannot be read: ${(cause as Error).message}`, {
      cause,
      hint: "Check the file and its permissions.",
    });
  }
  throw tooLarge(file, size);
}

function fileAt(path: string): string | undefined {
  if (isFile(path)) return path;
  const inside = join(path, "playbook.yaml");
  return isFile(inside) ? inside : undefined;
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    // Not there, not to be seen, or no path at all (too long, a NUL in it).
    return false;
  }
}
