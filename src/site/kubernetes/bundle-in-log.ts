/**
 * The second way home for a bundle, where exec is not allowed: the pod prints it into its own log, base64 in numbered lines
 * that are told from events by their kind. A log is kept by the node up to a limit (`containerLogMaxSize`, 10 MiB unless it
 * is set): a larger bundle comes whole only while it is followed.
 */
export const printBundle = `tar -C /diag -cf - bundle | gzip -1 >/diag/bundle.tgz && n=0 && base64 -w 12000 /diag/bundle.tgz | while read -r data; do printf '{"kind":"bundle-part","part":%d,"data":"%s"}\\n' "$n" "$data"; n=$((n+1)); done; printf '{"kind":"bundle-printed","bytes":%d,"sha256":"%s"}\\n' "$(wc -c </diag/bundle.tgz)" "$(sha256sum /diag/bundle.tgz | cut -c1-64)"`;

/** What a hostile pod may make a caller hold. */
const maxBytes = 256 * 1024 ** 2;

/** Puts together what `printBundle` printed, in whatever order and however often the lines come. */
export class PrintedBundle {
  readonly #parts = new Map<number, Buffer>();
  #bytes = 0;
  #end: { readonly bytes: number; readonly sha256: string } | undefined;

  /** Takes a document of the log; anything else is passed over. */
  add(value: unknown): void {
    if (typeof value !== "object" || value === null) return;
    const { kind, part, data, bytes, sha256 } = value as Readonly<Record<string, unknown>>;
    if (
      kind === "bundle-part" &&
      Number.isSafeInteger(part) &&
      typeof data === "string" &&
      !this.#parts.has(Number(part))
    ) {
      const decoded = Buffer.from(data, "base64");
      this.#bytes += decoded.length;
      if (this.#bytes <= maxBytes) this.#parts.set(Number(part), decoded);
    }
    if (kind === "bundle-printed" && Number.isSafeInteger(bytes) && typeof sha256 === "string") {
      this.#end = { bytes: Number(bytes), sha256 };
    }
  }

  /** The archive, and what it should be; undefined while its end has not come. */
  get archive(): { readonly content: Buffer; readonly bytes: number; readonly sha256: string } | undefined {
    if (this.#end === undefined) return undefined;
    const inOrder = [...this.#parts].sort(([a], [b]) => a - b).map(([, content]) => content);
    return { content: Buffer.concat(inOrder), ...this.#end };
  }
}
