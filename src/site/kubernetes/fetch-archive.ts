import { createHash } from "node:crypto";
import { closeSync, createReadStream, ftruncateSync, openSync, writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { DiagError } from "../../errors.ts";
import type { Cluster } from "../../target/kubernetes/cluster.ts";
import { execInPod, type PodName } from "./pod-exec.ts";

/** So much by one connection: what a broken one costs at most, and what waits in memory. */
const chunkBytes = 16 * 1024 ** 2;
/** A node may be hostile: more is not taken from it. */
const maxBytes = 4 * 1024 ** 3;
/** How long the connection may keep failing without a byte: an API server that restarts. */
const patienceMs = 120_000;
const pauseMs = 1_000;

/**
 * Prints the archive's size and digest in a line, and its bytes from an offset on. The archive is made once, by whoever asks
 * first, so that an offset means the same each time.
 */
const script = `cd /diag && { [ -e bundle.tgz ] || { tar -cf - bundle | gzip -1 >packed.$$ && mv packed.$$ bundle.tgz; }; } &&
printf '%s %s\\n' "$(wc -c <bundle.tgz)" "$(sha256sum bundle.tgz | cut -c1-64)" && tail -c "+$(($1 + 1))" bundle.tgz | head -c "$2"`;

interface Header {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Brings the packed bundle home, piece by piece. A connection that breaks is made anew from where it broke; an archive that
 * does not have its digest is fetched again, once.
 *
 * @param file Where it goes.
 * @throws DiagError `cluster-forbidden`; Error where it cannot be had.
 */
export async function fetchArchive(cluster: Cluster, pod: PodName, file: string): Promise<void> {
  const handle = openSync(file, "w", 0o600);
  try {
    for (let attempt = 0; attempt < 2; attempt++) {
      ftruncateSync(handle);
      const wanted = await receive(cluster, pod, handle);
      if ((await digestOf(file)) === wanted.sha256) return;
    }
    throw new Error("the bundle arrived damaged twice");
  } finally {
    closeSync(handle);
  }
}

async function receive(cluster: Cluster, pod: PodName, handle: number): Promise<Header> {
  let have = 0;
  let header: Header | undefined;
  let lastProgress = performance.now();
  while (header === undefined || have < header.bytes) {
    const piece = new Piece(handle, have);
    try {
      await execInPod(cluster, pod, ["/bin/sh", "-c", script, "diag", `${have}`, `${chunkBytes}`], (chunk) =>
        piece.take(chunk),
      );
    } catch (error) {
      if (error instanceof DiagError) throw error;
      if (piece.end === have && performance.now() - lastProgress > patienceMs) throw error;
      await sleep(pauseMs);
    }
    if (piece.end > have) lastProgress = performance.now();
    have = piece.end;
    header = piece.header ?? header;
    if (header !== undefined && header.bytes > maxBytes) throw new Error("the bundle is larger than any run makes");
    if (header !== undefined && have > header.bytes) throw new Error("the bundle is longer than its node says");
  }
  return header;
}

/** What one connection brings: a line, then bytes for the file. */
class Piece {
  header: Header | undefined;
  end: number;
  readonly #handle: number;
  #line = Buffer.alloc(0);

  constructor(handle: number, start: number) {
    this.#handle = handle;
    this.end = start;
  }

  take(chunk: Buffer): void {
    let content = chunk;
    if (this.header === undefined) {
      this.#line = Buffer.concat([this.#line, chunk]);
      const end = this.#line.indexOf("\n");
      if (end < 0) return;
      const [, bytes, sha256 = ""] =
        /^(\d+) ([0-9a-f]{64})$/.exec(this.#line.subarray(0, end).toString("latin1")) ?? [];
      this.header = { bytes: Number(bytes ?? Number.NaN), sha256 };
      content = this.#line.subarray(end + 1);
    }
    writeSync(this.#handle, content, 0, content.length, this.end);
    this.end += content.length;
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
