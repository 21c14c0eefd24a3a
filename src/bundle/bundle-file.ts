import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";

/** No document or raw output that diag writes is larger. */
const defaultMaxBytes = 512 * 1024 * 1024;

/** A large file is read by so much at a time where not all of it is wanted at once. */
const pieceBytes = 256 * 1024;
/** The same for every file: a bundle has many, and one buffer each would stay until the next collection. */
let piece: Buffer | undefined;

/**
 * Reads a file of a bundle that anyone may have made: only a regular file, only inside the folder (no link leads
 * out of it), and no more than `maxBytes` of it.
 *
 * @returns undefined where there is no such file.
 */
export function readBundleFile(folder: string, path: string, maxBytes = defaultMaxBytes): Buffer | undefined {
  return withBundleFile(folder, path, (descriptor, size) => {
    const content = Buffer.alloc(Math.min(size, maxBytes));
    let offset = 0;
    while (offset < content.length) {
      const read = readSync(descriptor, content, offset, content.length - offset, null);
      if (read === 0) break;
      offset += read;
    }
    return content.subarray(0, offset);
  });
}

/**
 * The digest of such a file, whatever its size, in little memory.
 *
 * @returns undefined where there is no such file, or it has not exactly so many bytes.
 */
export function digestBundleFile(folder: string, path: string, bytes: number): string | undefined {
  return withBundleFile(folder, path, (descriptor, size) => {
    if (size !== bytes) return undefined;
    const hash = createHash("sha256");
    piece ??= Buffer.allocUnsafe(pieceBytes);
    let left = bytes;
    while (left > 0) {
      const read = readSync(descriptor, piece, 0, Math.min(left, piece.length), null);
      if (read === 0) return undefined;
      hash.update(piece.subarray(0, read));
      left -= read;
    }
    return hash.digest("hex");
  });
}

function withBundleFile<T>(
  folder: string,
  path: string,
  read: (descriptor: number, size: number) => T | undefined,
): T | undefined {
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
    return stat.isFile() ? read(descriptor, stat.size) : undefined;
  } finally {
    closeSync(descriptor);
  }
}
