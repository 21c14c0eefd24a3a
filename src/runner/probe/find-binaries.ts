import { accessSync, constants } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { Binary } from "../../tools/requirement.ts";

/** sudo and minimal containers drop the sbin folders, where Debian puts the BPF tools. */
const systemFolders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** Name → absolute path, for every name of every binary that exists and may be executed. */
export function findBinaries(binaries: Iterable<Binary>, path = process.env["PATH"] ?? ""): Record<string, string> {
  const folders = [...new Set([...path.split(":").filter(isAbsolute), ...systemFolders])];
  const found: Record<string, string> = {};
  for (const { names } of binaries) {
    for (const name of names) {
      const candidates = isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name));
      const executable = candidates.find(isExecutable);
      if (executable !== undefined) found[name] = executable;
    }
  }
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
