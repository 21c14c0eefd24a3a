import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Cluster } from "./cluster.ts";

/** A kubeconfig of another user of the same cluster; the file goes away with the test. */
export interface UserKubeconfig extends Disposable {
  readonly path: string;
}

/** Static tokens of the lab's own cluster. Alice and Bob may do nothing until a test binds a role to them. */
export const tokens = { admin: "lab-token-admin", alice: "lab-token-alice", bob: "lab-token-bob" } as const;

export function tokenKubeconfig(cluster: Cluster, token: string): Promise<UserKubeconfig> {
  return kubeconfigOf(cluster, () => ({ token }));
}

/** By a token that the cluster makes for a service account, as pods have it. */
export async function serviceAccountKubeconfig(
  cluster: Cluster,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<UserKubeconfig> {
  return tokenKubeconfig(cluster, await cluster.kubectl("create", "token", name, "--namespace", namespace));
}

/** By a plugin that hands out the token, as clouds do it. `failure` makes it print that and fail instead. */
export function execKubeconfig(
  cluster: Cluster,
  { token, failure }: { readonly token: string; readonly failure?: string },
): Promise<UserKubeconfig> {
  return kubeconfigOf(cluster, (folder) => {
    const apiVersion = "client.authentication.k8s.io/v1";
    const credential = JSON.stringify({ apiVersion, kind: "ExecCredential", status: { token } });
    const program = failure === undefined ? `echo '${credential}'` : `echo '${failure}' >&2; exit 1`;
    const command = join(folder, "plugin");
    writeFileSync(command, `#!/bin/sh\n${program}\n`, { mode: 0o755 });
    return { exec: { apiVersion, command, interactiveMode: "Never" } };
  });
}

/** By a certificate that the cluster signs: any user in any group but system:masters. */
export function certificateKubeconfig(
  cluster: Cluster,
  { user, groups = [] }: { readonly user: string; readonly groups?: readonly string[] },
): Promise<UserKubeconfig> {
  return kubeconfigOf(cluster, async (folder) => {
    const [key, request] = [join(folder, "key"), join(folder, "request")];
    const subject = [...groups.map((group) => `O=${group}`), `CN=${user}`].map((part) => `/${part}`).join("");
    const made = ["-newkey", "rsa:2048", "-nodes", "-keyout", key, "-subj", subject, "-out", request];
    await execa("openssl", ["req", "-new", ...made]);
    const name = `diag-lab-${user}-${Date.now()}`;
    await cluster.apply({
      apiVersion: "certificates.k8s.io/v1",
      kind: "CertificateSigningRequest",
      metadata: { name },
      spec: {
        request: readFileSync(request, "base64"),
        signerName: "kubernetes.io/kube-apiserver-client",
        usages: ["client auth"],
      },
    });
    await cluster.kubectl("certificate", "approve", name);
    const certificate = ["csr", name, "--output", "jsonpath={.status.certificate}"];
    await cluster.kubectl("wait", "--for=jsonpath={.status.certificate}", "csr", name, "--timeout=10s");
    const signed = await cluster.kubectl("get", ...certificate);
    await cluster.kubectl("delete", "csr", name);
    return { "client-certificate-data": signed, "client-key-data": readFileSync(key, "base64") };
  });
}

async function kubeconfigOf(
  cluster: Cluster,
  credentials: (folder: string) => object | Promise<object>,
): Promise<UserKubeconfig> {
  const folder = mkdtempSync(join(tmpdir(), "diag-user-"));
  const path = join(folder, "kubeconfig");
  const config = JSON.parse(await cluster.kubectl("config", "view", "--raw", "--minify", "--flatten", "--output=json"));
  const [{ name }] = config.users;
  config.users = [{ name, user: await credentials(folder) }];
  writeFileSync(path, JSON.stringify(config));
  return { path, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}
