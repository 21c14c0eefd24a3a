import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** So many bytes of buffers may be garbage. V8 itself lets it grow to several times that, since their objects are small. */
const garbageBytes = 2 * 1024 ** 2;

let collect: ((options: { readonly type: "minor" | "major"; readonly flavor?: "last-resort" }) => void) | undefined;
let passed = 0;

/** Told of each buffer of a large transfer that has been used; keeps what they leave behind small. */
export function freeBuffers(bytes: number): void {
  passed += bytes;
  if (passed < garbageBytes) return;
  passed = 0;
  collect ??= collector();
  collect({ type: "minor" });
}

/**
 * After a large transfer, before the report needs room: buffers that outlived two of those collections go only with a whole
 * one, and what the heap keeps in reserve goes back to the system only with the last resort.
 */
export function freeOldBuffers(): void {
  collect?.({ type: "major", flavor: "last-resort" });
}

/** What `node --expose-gc` gives. */
function collector(): NonNullable<typeof collect> {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}
