/**
 * Writes a bundle so that whatever interrupts it, what is there can be read: every document goes to a temporary
 * name and is renamed, the manifest is rewritten as files are added, and a reserve on disk is given up
 * when the disk is full, so that the documents that explain the run still fit.
 */
import { createHash } from "node:crypto";
import { mkdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FileEntry, Manifest } from "../documents/manifest.generated.ts";
import { FileWriter } from "./file-writer.ts";

const reserveBytes = 1024 * 1024;
const reserveName = ".reserve";

export class BundleWriter {
  readonly folder: string;
  readonly #files = new Map<string, FileEntry>();

  /**
   * @param folder An empty folder that belongs to this run alone (see `claimFolder`), or a bundle to add to.
   * @param files What the bundle holds already.
   */
  constructor(folder: string, files: Manifest["files"] = {}) {
    this.folder = folder;
    for (const [path, entry] of Object.entries(files)) this.#files.set(path, entry);
    try {
      writeFileSync(join(folder, reserveName), Buffer.alloc(reserveBytes));
    } catch {
      // No room for a reserve: the run itself will say that the disk is full.
    }
  }

  /** Writes one whole file. Throws what the file system throws, after giving up the reserve once. */
  put(path: string, content: string | Uint8Array): void {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    this.#write(path, bytes);
    this.#files.set(path, { sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.byteLength });
  }

  putJson(path: string, document: unknown): void {
    this.put(path, `${JSON.stringify(document, null, 1)}\n`);
  }

  /** Opens a file that grows. It counts as part of the bundle, with its digest, once it is closed. */
  open(path: string): FileWriter {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    return new FileWriter(join(this.folder, path), (entry) => this.#files.set(path, entry));
  }

  /** As `open`, but what was there before stays until the new file is whole. */
  replace(path: string): FileWriter {
    const file = join(this.folder, path);
    const temporary = `${file}.partial`;
    mkdirSync(dirname(file), { recursive: true });
    return new FileWriter(temporary, (entry) => {
      renameSync(temporary, file);
      this.#files.set(path, entry);
    });
  }

  /** What is known of a file that was written. */
  entry(path: string): FileEntry | undefined {
    return this.#files.get(path);
  }

  /** Takes in a file that a tool wrote itself. */
  adopt(path: string, entry: FileEntry): void {
    this.#files.set(path, entry);
  }

  /** Rewrites manifest.json with the files as they are now. */
  putManifest(manifest: Omit<Manifest, "files">): Manifest {
    const complete: Manifest = { ...manifest, files: Object.fromEntries([...this.#files].sort(byPath)) };
    this.#write("manifest.json", Buffer.from(`${JSON.stringify(complete, null, 1)}\n`));
    return complete;
  }

  /** Takes back everything: for a run that came to nothing. The folder goes too where nobody else put anything in it. */
  discard(): void {
    for (const path of [...this.#files.keys(), "manifest.json", reserveName])
      rmSync(join(this.folder, path), { force: true });
    const folders = new Set([...this.#files.keys()].map((path) => dirname(join(this.folder, path))));
    for (const folder of [...folders, this.folder].sort((a, b) => b.length - a.length)) removeIfEmpty(folder);
  }

  /** Gives the reserve back. Nothing is written after this. */
  close(): void {
    this.#releaseReserve();
  }

  #write(path: string, bytes: Uint8Array): void {
    const file = join(this.folder, path);
    const temporary = `${file}.partial`;
    mkdirSync(dirname(file), { recursive: true });
    try {
      writeWhole(temporary, bytes);
    } catch (error) {
      if (!isDiskFull(error) || !this.#releaseReserve()) throw error;
      writeWhole(temporary, bytes);
    }
    renameSync(temporary, file);
  }

  #releaseReserve(): boolean {
    const file = join(this.folder, reserveName);
    const held = statSync(file, { throwIfNoEntry: false }) !== undefined;
    rmSync(file, { force: true });
    return held;
  }
}

/** All of it, or nothing stays. */
function writeWhole(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Not empty, or gone.
  }
}

export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
}

function byPath([a]: [string, FileEntry], [b]: [string, FileEntry]): number {
  return a < b ? -1 : 1;
}
