import type { Readable } from "node:stream";
import { extract } from "tar-stream";
import type { BundleWriter } from "../bundle/bundle-writer.ts";
import type { FileEntry, Manifest } from "../documents/manifest.generated.ts";
import { readDocument } from "../documents/read-document.ts";
import validateManifest from "../documents/validate-manifest.generated.js";
import { freeBuffers, freeOldBuffers } from "./free-buffers.ts";

/** A node may be hostile or broken: more than this is not taken from it. */
const limits = { files: 10_000, bytes: 4 * 1024 ** 3, manifestBytes: 16 * 1024 ** 2 };
const attempts = 3;
/** As in the manifest's schema: no absolute path, no `..`, no hidden file. */
const safePath = /^[A-Za-z0-9_][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$/;

/**
 * Brings the runner's files home and compares each with the digest that its manifest gives; what does not agree is fetched
 * again.
 *
 * @param open A tar archive of the bundle's folder, whose name is each entry's first component.
 * @param bundle Where the files go.
 * @returns the runner's manifest, which is not written; undefined where the runner has not written any.
 * @throws Error after three attempts of which none brought every file whole.
 */
export async function fetchBundle(open: () => Readable, bundle: BundleWriter): Promise<Manifest | undefined> {
  let problem = "";
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      const { manifest, files } = await readArchive(open(), bundle);
      if (manifest === undefined) return undefined;
      const damaged = Object.entries(manifest.files).filter(([path, entry]) => !isSame(files.get(path), entry));
      // A runner that was killed leaves files that its last manifest does not know, and may leave one half written.
      if (damaged.length === 0 || manifest.state === "running") return manifest;
      problem = `${damaged.map(([path]) => path).join(", ")} did not arrive whole`;
    } catch (error) {
      problem = (error as Error).message;
    }
  }
  throw new Error(problem);
}

async function readArchive(stream: Readable, bundle: BundleWriter) {
  const files = new Map<string, FileEntry | undefined>();
  let manifest: Manifest | undefined;
  let bytes = 0;
  const archive = stream.pipe(extract());
  stream.on("error", (error) => archive.destroy(error));
  for await (const entry of archive) {
    const content = entry as AsyncIterable<Uint8Array>;
    const path = entry.header.name.split("/").slice(1).join("/");
    const isWanted = entry.header.type === "file" && safePath.test(path);
    bytes += entry.header.size ?? 0;
    if (files.size >= limits.files || bytes > limits.bytes) throw new Error("the bundle is larger than any run makes");
    if (isWanted && path === "manifest.json") manifest = await readManifest(content);
    else if (isWanted) files.set(path, await copy(content, path, bundle));
    else entry.resume();
  }
  freeOldBuffers();
  return { manifest, files };
}

async function copy(
  entry: AsyncIterable<Uint8Array>,
  path: string,
  bundle: BundleWriter,
): Promise<FileEntry | undefined> {
  // What the runner had told is there already, and stays while its file comes.
  const file = bundle.replace(path);
  try {
    for await (const chunk of entry) {
      file.write(chunk);
      // As much again in what it was unpacked from.
      freeBuffers(2 * chunk.byteLength);
    }
  } catch (error) {
    file.abandon();
    throw error;
  }
  file.close();
  return bundle.entry(path);
}

async function readManifest(entry: AsyncIterable<Uint8Array>): Promise<Manifest> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of entry) {
    bytes += chunk.byteLength;
    if (bytes > limits.manifestBytes) throw new Error("its manifest is larger than any run makes");
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  return readDocument<Manifest>(text, "diag/manifest/v1", validateManifest, "manifest.json of the runner");
}

function isSame(found: FileEntry | undefined, wanted: FileEntry): boolean {
  return found?.sha256 === wanted.sha256 && found.bytes === wanted.bytes;
}
