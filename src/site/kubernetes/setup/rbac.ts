import { type AccessPlace, type AccessRule, accessRules } from "../../../target/kubernetes/access.ts";
import { type Manifest, type SetupObject, type SetupRequest, setupLabels } from "./setup-request.ts";

const api = "rbac.authorization.k8s.io";

interface Role extends SetupObject {
  readonly manifest: Manifest & { readonly kind: "ClusterRole" | "Role" };
}

/** The roles of people who run diag, in the tool namespace and where targets are, and who has them. */
export function roles(request: SetupRequest): { readonly roles: Role[]; readonly bindings: SetupObject[] } {
  const { namespace, targetNamespaces } = request;
  const name = roleName(request);
  const inTool = role("Role", name, rulesOf("tool"), namespace);
  const made =
    targetNamespaces.length === 0
      ? [role("ClusterRole", name, rulesOf("target", "cluster", "default")), inTool]
      : [
          // Nodes are in no namespace. The pods of all namespaces are not among what is granted.
          role(
            "ClusterRole",
            name,
            rulesOf("cluster").filter(({ resources }) => resources.includes("nodes")),
          ),
          inTool,
          ...targetNamespaces.map((one) => role("Role", `${name}-target`, rulesOf("target"), one)),
        ];
  return { roles: made, bindings: request.subjects.length === 0 ? [] : made.map((one) => bindingOf(one, request)) };
}

/** Another tool namespace has roles of its own: two of them do not take each other's users away. */
function roleName({ namespace }: SetupRequest): string {
  return namespace === "diag" ? "diag-user" : `diag-user-${namespace}`;
}

function rulesOf(...places: readonly AccessPlace[]): AccessRule[] {
  return accessRules.filter(({ place }) => places.includes(place));
}

function role(kind: "ClusterRole" | "Role", name: string, rules: readonly AccessRule[], namespace?: string): Role {
  const condensed = condense(rules);
  return {
    manifest: {
      apiVersion: `${api}/v1`,
      kind,
      metadata: { name, ...(namespace === undefined ? {} : { namespace }), labels: setupLabels },
      rules: condensed.map(({ group, resources, verbs }) => ({ apiGroups: [group], resources, verbs })),
    },
    ruleReasons: condensed.map(({ reasons }) => reasons),
  };
}

interface Condensed extends Pick<AccessRule, "group" | "resources" | "verbs"> {
  readonly reasons: readonly string[];
}

/** Rules about the same resources become one. */
function condense(rules: readonly AccessRule[]): Condensed[] {
  const byResources = new Map<string, Condensed>();
  for (const { group, resources, verbs, reason } of rules) {
    const key = `${group}/${resources}`;
    const known = byResources.get(key);
    byResources.set(key, {
      group,
      resources,
      verbs: [...new Set([...(known?.verbs ?? []), ...verbs])],
      reasons: [...(known?.reasons ?? []), `to ${reason}`],
    });
  }
  return [...byResources.values()];
}

function bindingOf({ manifest: { kind, metadata } }: Role, { subjects }: SetupRequest): SetupObject {
  return {
    manifest: {
      apiVersion: `${api}/v1`,
      kind: kind === "Role" ? "RoleBinding" : "ClusterRoleBinding",
      metadata,
      roleRef: { apiGroup: api, kind, name: metadata.name },
      subjects: subjects.map((one) => (one.kind === "ServiceAccount" ? one : { ...one, apiGroup: api })),
    },
  };
}
