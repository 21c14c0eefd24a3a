import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import type { FileEntry } from "../documents/manifest.generated.ts";
import type { StepContext } from "./step-context.ts";

/** Makes the step's folder for files that a tool writes itself, and names one in it. */
export function artifactPath(context: StepContext, step: string, name: string): string {
  const folder = join(context.bundle.folder, "steps", step);
  mkdirSync(folder, { recursive: true });
  return join(folder, name);
}

/** Takes the files that a tool wrote itself into the bundle, with their digests. What it did not write is left out. */
export function adoptArtifacts(context: StepContext, step: string, names: Iterable<string>): void {
  for (const name of names) {
    const path = `steps/${step}/${name}`;
    const entry = entryOf(join(context.bundle.folder, path));
    if (entry !== undefined) context.bundle.adopt(path, entry);
  }
}

/** Piece by piece: perf.data of a large host does not fit into the runner's memory. */
function entryOf(file: string): FileEntry | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, "r");
  } catch {
    return undefined;
  }
  try {
    const hash = createHash("sha256");
    const piece = Buffer.alloc(256 * 1024);
    let bytes = 0;
    for (let read = readSync(descriptor, piece); read > 0; read = readSync(descriptor, piece)) {
      hash.update(piece.subarray(0, read));
      bytes += read;
    }
    return { sha256: hash.digest("hex"), bytes };
  } finally {
    closeSync(descriptor);
  }
}
