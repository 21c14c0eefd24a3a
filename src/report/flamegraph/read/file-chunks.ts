import { closeSync, openSync, readSync } from "node:fs";

/**
 * A file in chunks of the same buffer, for readers that keep nothing of a chunk: a stream would leave
 * hundreds of buffers to the garbage collector and double the memory of the whole run.
 */
export function* fileChunks(path: string, chunkBytes = 1 << 18): Generator<Uint8Array, void, void> {
  const file = openSync(path, "r");
  try {
    const buffer = new Uint8Array(chunkBytes);
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}
