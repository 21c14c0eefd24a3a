import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Size of the files of a folder, as they are while tools write them; 0 where there is no folder yet. */
export function folderBytes(folder: string): number {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return 0;
  }
  return names.reduce((sum, name) => {
    const entry = statSync(join(folder, name), { throwIfNoEntry: false });
    return sum + (entry?.isFile() ? entry.size : 0);
  }, 0);
}
