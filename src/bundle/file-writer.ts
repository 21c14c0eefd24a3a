import { createHash } from "node:crypto";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import type { FileEntry } from "../documents/manifest.generated.ts";

/** A file that grows while its digest is kept. What reached the disk counts, also when a write fails. */
export class FileWriter {
  readonly #path: string;
  readonly #descriptor: number;
  readonly #hash = createHash("sha256");
  readonly #onClose: (entry: FileEntry) => void;
  #bytes = 0;

  constructor(path: string, onClose: (entry: FileEntry) => void) {
    this.#path = path;
    this.#descriptor = openSync(path, "w");
    this.#onClose = onClose;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Throws what the file system throws (ENOSPC); the part that was written stays and is counted. */
  write(chunk: Uint8Array): void {
    let offset = 0;
    while (offset < chunk.byteLength) {
      const written = writeSync(this.#descriptor, chunk, offset);
      this.#hash.update(chunk.subarray(offset, offset + written));
      this.#bytes += written;
      offset += written;
    }
  }

  close(): void {
    closeSync(this.#descriptor);
    this.#onClose({ sha256: this.#hash.digest("hex"), bytes: this.#bytes });
  }

  /** For a file that did not become whole: nothing of it stays. */
  abandon(): void {
    closeSync(this.#descriptor);
    rmSync(this.#path, { force: true });
  }
}
