import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { unreadable } from "./unreadable.ts";

export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** What a file holds, unpacked where it is gzip, whatever its name is. */
export async function* unpacked(file: string, chunks: Chunks): AsyncGenerator<Uint8Array, void, void> {
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  try {
    // Both bytes of the mark; a pipe may give one at a time, and a source may reuse its buffer.
    let first = Buffer.alloc(0);
    while (first.length < 2) {
      const { done, value } = await iterator.next();
      if (done === true) break;
      first = Buffer.concat([first, value]);
    }
    const rest = { [Symbol.asyncIterator]: () => ({ next: async () => iterator.next() }) };
    if (first[0] === 0x1f && first[1] === 0x8b) {
      yield* gunzipped(file, first, rest);
    } else {
      yield first;
      yield* rest;
    }
  } finally {
    await iterator.return?.();
  }
}

async function* gunzipped(
  file: string,
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  // The source reuses its buffer before gunzip has done with it.
  const copies = async function* () {
    yield Buffer.from(first);
    for await (const chunk of rest) yield Buffer.from(chunk);
  };
  const gunzip = createGunzip();
  let bytes = 0;
  // An error of either ends the loop below.
  pipeline(Readable.from(copies()), gunzip, () => {});
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      yield chunk;
    }
  } catch (cause) {
    const { code = "" } = cause as NodeJS.ErrnoException;
    if (!code.startsWith("Z_")) throw cause;
    const what = code === "Z_BUF_ERROR" ? "is cut off" : "is damaged";
    throw unreadable(file, undefined, `its gzip ${what} after ${bytes} bytes of content`, "Copy or record it again.");
  }
}
