/// <reference lib="dom" />
import { decodeSteps } from "./encode-columns.ts";
import type { FrameColumns } from "./frame-columns.ts";

/** Longer than this nothing runs at a stretch: keys, scrolling and painting come in between. */
const sliceMs = 25;

/** The inverse of `packProfile`, with what a browser brings. Works in Node as well. Millions of frames do not freeze. */
export async function unpackProfile(base64: string): Promise<FrameColumns> {
  const text = atob(base64.trim());
  const packed = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let until = performance.now() + sliceMs;
  for (const steps = decodeSteps(bytes); ; ) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() < until) continue;
    await breath();
    until = performance.now() + sliceMs;
  }
}

/** Lets everything else run that waits. */
export function breath(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}
