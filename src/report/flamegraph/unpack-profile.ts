/// <reference lib="dom" />
import { decodeColumns } from "./encode-columns.ts";
import type { FrameColumns } from "./frame-columns.ts";

/** The inverse of `packProfile`, with what a browser brings. Works in Node as well. */
export async function unpackProfile(base64: string): Promise<FrameColumns> {
  const packed = Uint8Array.from(atob(base64.trim()), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return decodeColumns(new Uint8Array(await new Response(stream).arrayBuffer()));
}
