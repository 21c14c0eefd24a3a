import { DiagError } from "../../../errors.ts";
import type { Cluster } from "../../../target/kubernetes/cluster.ts";
import { clusterError } from "../../../target/kubernetes/cluster-error.ts";
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
  if (!before.ok && before.status !== 404) throw clusterError(`get ${name}`, before);
  const after = await cluster.ask<object>({
    method: "PATCH",
    path,
    query: { fieldManager: "diag", fieldValidation: "Strict" },
    body: manifest,
    contentType: "application/apply-patch+yaml",
    what: `apply ${name}`,
  });
  if (!after.ok && after.status === 404) {
    throw new DiagError("target-not-found", `${name} cannot be applied: ${after.message}`, {
      hint: "Make the namespace first: diag sets up that of the tool pods only.",
    });
  }
  if (!after.ok) {
    const conflict = after.status === 409;
    if (!conflict && after.status !== 403) throw clusterError(`apply ${name}`, after);
    throw new DiagError(
      conflict ? "cluster-failed" : "cluster-forbidden",
      conflict ? `${name} belongs to another tool: ${after.message}` : `You may not apply ${name}: ${after.message}`,
      {
        hint: conflict
          ? "Change it where it comes from: `diag setup kubernetes --output DIR` writes it for kustomize."
          : "Have it applied by someone who may: `diag setup kubernetes` prints it. Nobody can grant rights that they do not have.",
      },
    );
  }
  const fields = before.ok ? changedFields(before.value, after.value) : [];
  return { manifest, outcome: before.ok ? (fields.length > 0 ? "changed" : "unchanged") : "created", fields };
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
