import { createHash } from "node:crypto";
import { PassThrough, pipeline, type Readable } from "node:stream";
import { execa } from "execa";
import { extract, pack } from "tar-stream";
import type { Engine } from "../docker/engine.ts";
import { ctr } from "./ctr.ts";

const label = "diag.lab/content";

/**
 * Brings an image of the engine to both nodes of the lab's cluster, unless they have one of the same content. They keep it
 * from one cluster to the next.
 */
export async function importIntoLab({ host }: Engine, tag: string): Promise<void> {
  const docker = execa({ env: { DOCKER_HOST: host } });
  // Not by its id: that changes with a label of each commit.
  const parts = "{{json .RootFS.Layers}} {{json .Config.Env}} {{json .Config.Entrypoint}} {{json .Config.Cmd}}";
  const { stdout: content } = await docker("docker", ["image", "inspect", "--format", parts, tag]);
  const mark = createHash("sha256").update(content).digest("hex").slice(0, 16);
  const name = `docker.io/library/${tag}`;
  const nodes: number[] = [];
  for (const node of [1, 2]) {
    const { stdout } = await execa(...ctr(node, "images", "ls", "--quiet", `name==${name},labels."${label}"==${mark}`));
    if (stdout === "") nodes.push(node);
  }
  if (nodes.length === 0) return;
  const stored = await Promise.all(nodes.map((node) => execa(...ctr(node, "content", "ls", "--quiet"))));
  const [first = [], ...others] = stored.map(({ stdout }) => stdout.split("\n").map((digest) => digest.slice(7)));
  const inAll = new Set(first.filter((digest) => others.every((digests) => digests.includes(digest))));
  const save = docker("docker", ["save", tag], { buffer: false });
  const archive = withoutBlobs(save.stdout, inAll);
  const imports = nodes.map((node) => {
    return execa(...ctr(node, "images", "import", "-"), { input: archive.pipe(new PassThrough()) });
  });
  await Promise.all([save, ...imports]);
  for (const node of nodes) {
    await execa(...ctr(node, "images", "label", name, `${label}=${mark}`));
    await removeReplaced(node);
  }
}

/** The kubelet knows images by their ids too, and those keep what a name stood for before. */
async function removeReplaced(node: number): Promise<void> {
  const { stdout } = await execa(...ctr(node, "images", "ls"));
  const images = stdout
    .split("\n")
    .slice(1)
    .map((line) => line.split(/\s+/));
  const named = new Set(images.flatMap(([name, , digest]) => (name?.startsWith("sha256:") ? [] : [digest])));
  const old = images.flatMap(([name = "", , digest]) => (named.has(digest) ? [] : [name]));
  if (old.length > 0) await execa(...ctr(node, "images", "rm", ...old));
}

/** An image's archive without the layers that a containerd has: it takes those from its own store. */
function withoutBlobs(archive: Readable, digests: ReadonlySet<string>): Readable {
  const [read, kept] = [extract(), pack()];
  read.on("entry", (header, stream, next) => {
    if (digests.has(header.name.replace("blobs/sha256/", ""))) stream.on("end", next).resume();
    else stream.pipe(kept.entry(header, next));
  });
  read.on("finish", () => kept.finalize());
  const both = new PassThrough();
  pipeline(archive, read, (error) => {
    if (error) both.destroy(error);
  });
  return kept.pipe(both);
}
