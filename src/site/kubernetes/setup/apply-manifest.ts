import { DiagError } from "../../../errors.ts";
import type { Cluster } from "../../../target/kubernetes/cluster.ts";
import { clusterError, type Refusal } from "../../../target/kubernetes/cluster-error.ts";
import { changedFields } from "./changed-fields.ts";
import type { Manifest, SetupKind } from "./setup-request.ts";

/** What applying came to. */
export interface Applied {
  readonly manifest: Manifest;
  readonly outcome: "created" | "changed" | "unchanged";
  /** `subjects`, `metadata.labels.…` of what was changed. */
  readonly fields: readonly string[];
}

const places: Readonly<Record<SetupKind, string>> = {
  Namespace: "namespaces",
  ServiceAccount: "serviceaccounts",
  ResourceQuota: "resourcequotas",
  ClusterRole: "clusterroles",
  ClusterRoleBinding: "clusterrolebindings",
  Role: "roles",
  RoleBinding: "rolebindings",
};

/**
 * Makes an object be as its manifest says, by server-side apply: the server merges, and fields of others stay.
 *
 * @throws DiagError `cluster-forbidden`, or `cluster-failed` where another tool manages a field.
 */
export async function applyManifest(cluster: Cluster, manifest: Manifest): Promise<Applied> {
  const path = pathOf(manifest);
  const name = manifestName(manifest);
  const before = await cluster.ask<object>({ path, what: `get ${name}` });
  if (!before.ok && before.status !== 404) throw refused(name, before);
  const after = await cluster.ask<object>({
    method: "PATCH",
    path,
    query: { fieldManager: "diag", fieldValidation: "Strict" },
    body: manifest,
    contentType: "application/apply-patch+yaml",
    what: `apply ${name}`,
  });
  if (!after.ok) throw refused(name, after);
  const fields = before.ok ? changedFields(before.value, after.value) : [];
  return { manifest, outcome: before.ok ? (fields.length > 0 ? "changed" : "unchanged") : "created", fields };
}

function refused(name: string, refusal: Refusal): DiagError {
  const { status, message } = refusal;
  if (status === 403) {
    return new DiagError("cluster-forbidden", `You may not apply ${name}: ${message}`, {
      hint: "Have it applied by someone who may: `diag setup kubernetes` prints it. Nobody can grant rights that they do not have.",
    });
  }
  if (status === 404) {
    return new DiagError("target-not-found", `${name} cannot be applied: ${message}`, {
      hint: "Make the namespace first: diag sets up that of the tool pods only.",
    });
  }
  if (status === 409) {
    return new DiagError("cluster-failed", `${name} belongs to another tool: ${message}`, {
      hint: "Change it where it comes from: `diag setup kubernetes --output DIR` writes it for kustomize.",
    });
  }
  return clusterError(`apply ${name}`, refusal);
}

/** `RoleBinding shop/diag-user` */
export function manifestName({ kind, metadata: { namespace, name } }: Manifest): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

function pathOf({ apiVersion, kind, metadata: { namespace, name } }: Manifest): string {
  const root = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
  const inNamespace = namespace === undefined ? "" : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${inNamespace}/${places[kind]}/${encodeURIComponent(name)}`;
}
