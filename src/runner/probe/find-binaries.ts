import { accessSync, constants } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { Binary } from "../../tools/requirement.ts";

/** sudo and minimal containers drop the sbin folders, where Debian puts the BPF tools. */
const systemFolders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** Name → absolute path, for every name of every binary that exists and may be used. */
export function findBinaries(binaries: Iterable<Binary>, path = process.env["PATH"] ?? ""): Record<string, string> {
  const folders = [...new Set([...path.split(":").filter(isAbsolute), ...systemFolders])];
  const found: Record<string, string> = {};
  for (const { names } of binaries) {
    for (const name of names) {
      const candidates = isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name));
      // A library is loaded, and seldom marked as executable.
      const mode = name.endsWith(".so") ? constants.R_OK : constants.X_OK;
      const usable = candidates.find((file) => may(file, mode));
      if (usable !== undefined) found[name] = usable;
    }
  }
  return found;
}

function may(file: string, mode: number): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}
