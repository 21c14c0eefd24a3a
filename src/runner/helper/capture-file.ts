import { closeSync, openSync, writeSync } from "node:fs";
import { captureHeader, type KeptPayload, keptFrame } from "../../tools/packets/kept-frame.ts";
import type { CaptureFileSummary } from "../../tools/packets/packet-watch.ts";
import type { Frame } from "../../tools/packets/pcap-reader.ts";

export interface CaptureFileRequest {
  readonly file: string;
  /** It is full when it has so many: one frame more at the most. */
  readonly bytes: number;
  readonly payload: KeptPayload;
}

/** Writes a capture, of each frame what may be kept. */
export class CaptureFile {
  readonly #request: CaptureFileRequest;
  /** From the first flush on: a capture that did not begin leaves no file. */
  #descriptor: number | undefined;
  #records: Buffer[] = [];
  #bytes = 0;
  #packets = 0;
  #problem: string | undefined;

  constructor(request: CaptureFileRequest) {
    this.#request = request;
  }

  /** It takes no more. */
  get isFull(): boolean {
    return this.#bytes >= this.#request.bytes || this.#problem !== undefined;
  }

  add(link: number, frame: Frame): void {
    const record = keptFrame(link, frame, this.#request.payload);
    if (record === undefined) return;
    if (this.#bytes === 0) this.#append(captureHeader(link));
    this.#append(record);
    this.#packets += 1;
  }

  /** Writes what has come since. */
  flush(): void {
    const bytes = Buffer.concat(this.#records);
    this.#records = [];
    if (bytes.length === 0 || this.#problem !== undefined) return;
    try {
      this.#descriptor ??= openSync(this.#request.file, "w");
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at);
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
    }
  }

  /** @param link Of a capture without a packet, which is a file as well. */
  close(link: number): CaptureFileSummary {
    if (this.#bytes === 0) this.#append(captureHeader(link));
    this.flush();
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    // The file is in the bundle, wherever that is: steps/STEP/FILE.
    const path = this.#request.file.split("/").slice(-3).join("/");
    const { bytes: most, payload } = this.#request;
    const problem = this.#problem === undefined ? {} : { problem: this.#problem };
    const isFull = this.#bytes >= most;
    return { path, payload, packets: this.#packets, bytes: this.#bytes, isFull, ...problem };
  }

  #append(bytes: Buffer): void {
    this.#records.push(bytes);
    this.#bytes += bytes.length;
  }
}
