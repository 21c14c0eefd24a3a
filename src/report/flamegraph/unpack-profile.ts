/// <reference lib="dom" />
import { decodeSteps } from "./encode-columns.ts";
import type { FrameColumns } from "./frame-columns.ts";
import { inSlices } from "./steps.ts";

/** The inverse of `packProfile`, with what a browser brings. Works in Node as well. Millions of frames do not freeze. */
export async function unpackProfile(base64: string): Promise<FrameColumns> {
  const text = atob(base64.trim());
  const packed = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return inSlices(decodeSteps(bytes));
}
