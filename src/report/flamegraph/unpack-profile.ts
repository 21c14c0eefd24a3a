/// <reference lib="dom" />
import { decodeSteps } from "./encode-columns.ts";
import type { FrameColumns } from "./frame-columns.ts";
import { breath, inSlices } from "./steps.ts";

/** Packed bytes between two moments at which other work may come in between: a stream alone takes them all at once. */
const sliceBytes = 1 << 17;

/** The inverse of `packProfile`, with what a browser brings. Works in Node as well. Millions of frames do not freeze. */
export async function unpackProfile(base64: string): Promise<FrameColumns> {
  const text = atob(base64.trim());
  const packed = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
  const { readable, writable } = new DecompressionStream("gzip");
  const [bytes] = await Promise.all([new Response(readable).arrayBuffer(), feed(writable, packed)]);
  return inSlices(decodeSteps(new Uint8Array(bytes)));
}

async function feed(stream: WritableStream<BufferSource>, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const writer = stream.getWriter();
  for (let at = 0; at < bytes.length; at += sliceBytes) {
    await writer.write(bytes.subarray(at, at + sliceBytes));
    await breath();
  }
  await writer.close();
}
