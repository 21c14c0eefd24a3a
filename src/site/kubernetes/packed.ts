import { gunzipSync, gzipSync } from "node:zlib";

/** The longest single argument or variable that Linux hands to a program (execve(2), MAX_ARG_STRLEN), less its name. */
const maxPacked = 128 * 1024 - 64;
/** Whoever writes the Job may be hostile: it is not unpacked beyond this. */
const maxUnpacked = 16 * 1024 ** 2;

/** A text small enough for an environment variable of a container. */
export function packText(text: string): string {
  return gzipSync(text, { level: 9 }).toString("base64");
}

export function isTooLong(packed: string): boolean {
  return packed.length > maxPacked;
}

/** @throws Error where it is nothing that was packed. */
export function unpackText(packed: string): string {
  return gunzipSync(Buffer.from(packed, "base64"), { maxOutputLength: maxUnpacked }).toString("utf8");
}
