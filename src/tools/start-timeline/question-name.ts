/** The name in a question of DNS (RFC 1035, 3.1): labels, each after its length. `text` is `%r` of bpftrace: what is not printed stands as `\xNN`. */
export function questionName(text: string): string {
  const bytes = Buffer.from(
    text
      .slice(0, 1024)
      .replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  );
  const labels: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes[at] ?? 0;
    if (length === 0 || length > 63) break;
    labels.push(bytes.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return labels.join(".");
}
