import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";

/** No document or raw output that diag writes is larger. */
const defaultMaxBytes = 512 * 1024 * 1024;

/**
 * Reads a file of a bundle that anyone may have made: only a regular file, only inside the folder (no link leads
 * out of it), and no more than `maxBytes` of it.
 *
 * @returns undefined where there is no such file.
 */
export function readBundleFile(folder: string, path: string, maxBytes = defaultMaxBytes): Buffer | undefined {
  let descriptor: number;
  try {
    const root = realpathSync(folder);
    const file = realpathSync(join(root, path));
    if (!file.startsWith(root + sep)) return undefined;
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return undefined;
    const content = Buffer.alloc(Math.min(stat.size, maxBytes));
    let offset = 0;
    while (offset < content.length) {
      const read = readSync(descriptor, content, offset, content.length - offset, null);
      if (read === 0) break;
      offset += read;
    }
    return content.subarray(0, offset);
  } finally {
    closeSync(descriptor);
  }
}
