import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Engine } from "../docker/engine.ts";

const name = "diag-lab";
/** Two workers: pods stay off the control plane's node. */
const roles = ["control-plane", "worker", "worker"];
const config = { kind: "Cluster", apiVersion: "kind.x-k8s.io/v1alpha4", nodes: roles.map((role) => ({ role })) };

/** kind (Kubernetes in Docker) is used only where its image is here already. */
export async function whyNoKind(): Promise<string | undefined> {
  const { exitCode } = await execa("kind", ["version"], { reject: false });
  if (exitCode !== 0) return "no kind";
  return (await nodeImage()) === undefined ? "no image kindest/node" : undefined;
}

export async function startKind(): Promise<{ kubeconfig: string; nodes: readonly string[]; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "diag-kind-"));
  const kubeconfig = join(folder, "kubeconfig");
  const image = (await nodeImage()) ?? "";
  const options = ["--image", image, "--kubeconfig", kubeconfig, "--config", "-", "--wait", "120s"];
  await execa("kind", ["create", "cluster", "--name", name, ...options], { input: JSON.stringify(config) });
  return {
    kubeconfig,
    nodes: [`${name}-worker`, `${name}-worker2`],
    async stop() {
      await execa("kind", ["delete", "cluster", "--name", name, "--kubeconfig", kubeconfig]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** From the engine that the images were built in to that of kind, which is the machine's. */
export async function importIntoKind(engine: Engine, tag: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "diag-kind-"));
  const archive = join(folder, "image.tar");
  try {
    await execa("docker", ["--host", engine.host, "save", "--output", archive, tag]);
    await execa("kind", ["load", "image-archive", "--name", name, archive]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function nodeImage(): Promise<string | undefined> {
  const format = "{{.Repository}}:{{.Tag}}";
  const found = await execa("docker", ["images", "--format", format, "kindest/node"], { reject: false });
  return found.exitCode === 0 && found.stdout !== "" ? found.stdout.split("\n")[0] : undefined;
}
