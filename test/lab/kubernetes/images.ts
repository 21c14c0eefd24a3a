import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { Engine } from "../docker/engine.ts";
import { stateFolder } from "./folders.ts";

const label = "diag.lab/id";

/** Brings an image of the engine to both nodes of the lab's cluster, unless they have it as it is. They keep it. */
export async function importIntoLab(engine: Engine, tag: string): Promise<void> {
  const docker = execa({ env: { DOCKER_HOST: engine.host } });
  const { stdout: id } = await docker("docker", ["image", "inspect", "--format", "{{.Id}}", tag]);
  const name = `docker.io/library/${tag}`;
  // One after the other: both unpack to the same disk.
  for (const node of [1, 2]) {
    const found = await execa(...ctr(node, "ls", "--quiet", `name==${name},labels."${label}"==${id}`));
    if (found.stdout !== "") continue;
    await docker("docker", ["save", tag], { buffer: false }).pipe(...ctr(node, "import", "-"));
    await execa(...ctr(node, "label", name, `${label}=${id}`));
  }
}

/** `ctr images WORDS…` of a node's containerd, in the mount namespace of the cluster. */
function ctr(node: number, ...words: readonly string[]): [string, string[]] {
  const pid = readFileSync(join(stateFolder, "pid", `containerd-${node}`), "utf8").trim();
  const address = ["--address", `/run/node-${node}/containerd.sock`, "--namespace", "k8s.io"];
  return ["nsenter", ["--target", pid, "--mount", "/usr/bin/ctr", ...address, "images", ...words]];
}
