/** No line that a tool prints is longer: 127 kernel and 127 user frames of 4 KB names. What is beyond is cut off. */
const longestLine = 1024 * 1024;

/**
 * Lines of a tool's output, without their ends, one at a time: 16 MB are never an array of lines. Bytes that are not
 * UTF-8 become U+FFFD.
 */
export function* textLines(bytes: Uint8Array, longest = longestLine): Generator<string, void, undefined> {
  const text = decodeText(bytes);
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    yield text.slice(start, Math.min(end, start + longest));
    start = end + 1;
  }
}

export function decodeText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
