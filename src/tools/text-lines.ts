/**
 * Lines of a tool's output, without their ends, one at a time: 16 MB are never an array of lines. Bytes that are not
 * UTF-8 become U+FFFD.
 */
export function* textLines(bytes: Uint8Array): Generator<string, void, undefined> {
  const text = decodeText(bytes);
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf("\n", start);
    if (end < 0) break;
    yield text.slice(start, end);
    start = end + 1;
  }
  if (start < text.length) yield text.slice(start);
}

export function decodeText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
