import { createHash } from "node:crypto";
import { closeSync, createReadStream, ftruncateSync, openSync, writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { DiagError } from "../../errors.ts";
import type { Cluster } from "../../target/kubernetes/cluster.ts";
import { freeBuffers } from "../free-buffers.ts";
import { CommandFailed, execInPod, type PodName } from "./pod-exec.ts";

/** So much by one connection: what a broken one costs at most, and what waits in memory. */
const chunkBytes = 8 * 1024 ** 2;
/** A node may be hostile: more is not taken from it. */
const maxBytes = 4 * 1024 ** 3;
/** The line, and the spaces before it while the archive is made. */
const maxLine = 64 * 1024;
/** How long the connection may keep failing without a byte: an API server that restarts. */
const patienceMs = 120_000;
const pauseMs = 1_000;
/** A command that fails by itself, so often in a row, will go on failing. */
const maxFailures = 5;

/**
 * Prints the archive's size and digest in a line, and its bytes from an offset on. The archive is made once, by whoever asks
 * first, so that an offset means the same each time; it goes on being made when that connection breaks, and spaces before
 * the line tell that it is. It has its final name when it is whole.
 */
const script = `cd /diag || exit 1
if [ ! -e bundle.sum ]; then
  (while sleep 5 >/dev/null 2>&1; do printf ' '; done) &
  beat=$!
  (
    flock 9
    [ -e bundle.sum ] && exit
    [ -e bundle.tgz ] || { tar -cf - bundle | gzip -1 >packed && mv packed bundle.tgz; } || exit 1
    printf '%s %s' "$(wc -c <bundle.tgz)" "$(sha256sum bundle.tgz | cut -c1-64)" >sum && mv sum bundle.sum
  ) 9>lock
  kill $beat
fi
printf '%s\n' "$(cat bundle.sum)" && tail -c "+$(($1 + 1))" bundle.tgz | head -c "$2"`;

interface Header {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Brings the packed bundle home, piece by piece. A connection that breaks is made anew from where it broke; an archive that
 * does not have its digest is fetched again, once.
 *
 * @param file Where it goes.
 * @param isGone Asked when a connection has failed: whether there is no use in another one.
 * @throws DiagError `cluster-forbidden`; Error where it cannot be had.
 */
export async function fetchArchive(
  cluster: Cluster,
  pod: PodName,
  file: string,
  isGone: () => Promise<boolean>,
): Promise<void> {
  const handle = openSync(file, "w", 0o600);
  try {
    for (let attempt = 0; attempt < 2; attempt++) {
      ftruncateSync(handle);
      const wanted = await receive(cluster, pod, handle, isGone);
      if ((await digestOf(file)) === wanted.sha256) return;
    }
    throw new Error("the bundle arrived damaged twice");
  } finally {
    closeSync(handle);
  }
}

async function receive(
  cluster: Cluster,
  pod: PodName,
  handle: number,
  isGone: () => Promise<boolean>,
): Promise<Header> {
  let have = 0;
  let header: Header | undefined;
  let failures = 0;
  let lastProgress = performance.now();
  while (header === undefined || have < header.bytes) {
    const piece = new Piece(handle, have);
    const failed = await execInPod(
      cluster,
      pod,
      ["/bin/sh", "-c", script, "diag", `${have}`, `${chunkBytes}`],
      (chunk) => piece.take(chunk),
    ).then(
      () => (piece.end > have || piece.header?.bytes === 0 ? undefined : new CommandFailed("its pod gave nothing")),
      (error: Error) => error,
    );
    if (failed instanceof DiagError) throw failed;
    header = piece.header ?? header;
    if (header !== undefined && !(header.bytes <= maxBytes)) throw new Error("the bundle is larger than any run makes");
    if (header !== undefined && piece.end > header.bytes) throw new Error("the bundle is longer than its node says");
    failures = failed instanceof CommandFailed ? failures + 1 : 0;
    if (piece.end > have) lastProgress = performance.now();
    have = piece.end;
    if (failed === undefined) continue;
    if (failures >= maxFailures || performance.now() - lastProgress > patienceMs || (await isGone())) throw failed;
    await sleep(pauseMs);
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
      if (end < 0 && this.#line.length > maxLine) throw new Error("its pod does not tell what it gives");
      if (end < 0) return;
      const [, bytes, sha256 = ""] =
        /^ *(\d+) ([0-9a-f]{64})$/.exec(this.#line.subarray(0, end).toString("latin1")) ?? [];
      this.header = { bytes: Number(bytes ?? Number.NaN), sha256 };
      content = this.#line.subarray(end + 1);
    }
    writeSync(this.#handle, content, 0, content.length, this.end);
    this.end += content.length;
    freeBuffers(chunk.length);
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk as Buffer);
    freeBuffers((chunk as Buffer).length);
  }
  return hash.digest("hex");
}
