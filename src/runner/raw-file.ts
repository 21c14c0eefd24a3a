import type { BundleWriter } from "../bundle/bundle-writer.ts";
import { isDiskFull } from "../bundle/bundle-writer.ts";
import type { FileWriter } from "../bundle/file-writer.ts";
import type { Reason } from "../documents/manifest.generated.ts";

/** One raw output stream of a step: kept on disk for the bundle and in memory for the parser, up to a cap. */
export class RawFile {
  readonly #file: FileWriter | undefined;
  readonly #chunks: Uint8Array[] = [];
  readonly #maxBytes: number;
  #bytes = 0;
  #problem: Reason | undefined;

  constructor(bundle: BundleWriter, path: string, maxBytes: number) {
    this.#maxBytes = maxBytes;
    try {
      this.#file = bundle.open(path);
    } catch (error) {
      this.#problem = diskReason(error);
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Output beyond the cap was dropped. */
  get truncated(): boolean {
    return this.#problem?.code === "output-limit";
  }

  /** Keeps the chunk, or what fits of it. @returns why the tool should stop, if it should. */
  add(chunk: Uint8Array): Reason | undefined {
    if (this.#problem) return this.#problem;
    const kept = chunk.subarray(0, this.#maxBytes - this.#bytes);
    this.#chunks.push(kept);
    this.#bytes += kept.byteLength;
    try {
      this.#file?.write(kept);
    } catch (error) {
      this.#problem = diskReason(error);
    }
    if (kept.byteLength < chunk.byteLength) {
      this.#problem ??= {
        code: "output-limit",
        message: `stopped at its output limit of ${this.#maxBytes} bytes`,
        mend: "Raise maxOutput of the step, or make it print less.",
      };
    }
    return this.#problem;
  }

  /** Ends the file. @returns everything that was kept. */
  close(): Buffer {
    this.#file?.close();
    return Buffer.concat(this.#chunks);
  }
}

function diskReason(error: unknown): Reason {
  const message = error instanceof Error ? error.message : String(error);
  return isDiskFull(error)
    ? {
        code: "disk-full",
        message: "the disk of the output folder is full",
        mend: "Free space there, or give --out another disk.",
      }
    : { code: "not-permitted", message: `the output cannot be written: ${message}` };
}
