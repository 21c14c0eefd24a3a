import { execa } from "execa";
import type { Cluster } from "./cluster.ts";
import { ctr } from "./ctr.ts";

/** Of the lab's own cluster, on the loopback of its nodes. Whoever pulls needs the password. */
const registry = "127.0.0.1:5000";
const user = { username: "lab", password: "lab-password" } as const;

/** Puts an image that the nodes have into the registry, under a name that they do not have. Returns that name. */
export async function pushImage(tag: string, name: string): Promise<string> {
  const pushed = `${registry}/${name}`;
  await execa(...ctr(1, "images", "tag", "--force", `docker.io/library/${tag}`, pushed));
  await execa(...ctr(1, "images", "push", "--plain-http", "--user", `${user.username}:${user.password}`, pushed));
  await execa(...ctr(1, "images", "rm", pushed));
  return pushed;
}

/** A secret with which pods of the namespace may pull from the registry. */
export async function createPullSecret(cluster: Cluster, namespace: string, name: string): Promise<void> {
  const auths = { [registry]: { ...user, auth: Buffer.from(`${user.username}:${user.password}`).toString("base64") } };
  await cluster.apply({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace },
    type: "kubernetes.io/dockerconfigjson",
    stringData: { ".dockerconfigjson": JSON.stringify({ auths }) },
  });
}
