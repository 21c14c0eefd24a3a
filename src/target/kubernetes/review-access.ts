import { type AccessNamespaces, type AccessRule, namespaceOf } from "./access.ts";
import type { Cluster } from "./cluster.ts";

/** What of a rule is asked for. */
type Right = Pick<AccessRule, "place" | "group" | "resources" | "verbs">;

/** A rule, and what of it the user may not. */
export interface AccessAnswer<R extends Right = AccessRule> {
  readonly rule: R;
  /** `create pods/exec`; empty where all of it is allowed. */
  readonly denied: readonly string[];
}

/** One request of which a right decides. */
interface Asked {
  readonly namespace: string | undefined;
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
}

interface ResourceRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

/**
 * Which of the rules the user has. One review a namespace names what is granted there; only what it does not name is asked
 * for by itself, since other authorizers than RBAC need not tell their rules.
 *
 * @throws DiagError where the cluster cannot be asked.
 */
export async function reviewAccess<R extends Right>(
  cluster: Cluster,
  rules: readonly R[],
  namespaces: AccessNamespaces,
): Promise<AccessAnswer<R>[]> {
  const places = new Set(rules.flatMap((rule) => namespaceOf(rule, namespaces) ?? []));
  const granted = new Map(
    await Promise.all([...places].map(async (one) => [one, await grantedIn(cluster, one)] as const)),
  );
  return Promise.all(
    rules.map(async (rule) => {
      const namespace = namespaceOf(rule, namespaces);
      const asked = rule.resources.flatMap((resource) =>
        rule.verbs.map((verb): Asked => ({ namespace, group: rule.group, resource, verb })),
      );
      const denied = await Promise.all(
        asked.map(async (one) => {
          const known = (granted.get(namespace ?? "") ?? []).some((rights) => covers(rights, one));
          return known || (await isAllowed(cluster, one)) ? [] : [`${one.verb} ${one.resource}`];
        }),
      );
      return { rule, denied: denied.flat() };
    }),
  );
}

/** Cluster-wide rights are among a namespace's rules too, but not the other way round. */
export function covers({ verbs, apiGroups, resources, resourceNames }: ResourceRule, asked: Asked): boolean {
  const { verb, group, resource } = asked;
  const [, subresource] = resource.split("/");
  const named = [resource, "*", ...(subresource === undefined ? [] : [`*/${subresource}`])];
  return (
    (resourceNames ?? []).length === 0 &&
    [verb, "*"].some((one) => verbs?.includes(one)) &&
    [group, "*"].some((one) => apiGroups?.includes(one)) &&
    named.some((one) => resources?.includes(one))
  );
}

async function grantedIn(cluster: Cluster, namespace: string): Promise<readonly ResourceRule[]> {
  const { status } = await cluster.get<{ readonly status?: { readonly resourceRules?: readonly ResourceRule[] } }>({
    method: "POST",
    path: "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
    body: { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectRulesReview", spec: { namespace } },
    what: "review your rights",
  });
  return status?.resourceRules ?? [];
}

async function isAllowed(cluster: Cluster, { namespace, group, resource, verb }: Asked): Promise<boolean> {
  const [name = "", subresource] = resource.split("/");
  const resourceAttributes = { namespace, group, resource: name, subresource, verb };
  const { status } = await cluster.get<{ readonly status?: { readonly allowed?: boolean } }>({
    method: "POST",
    path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    body: { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview", spec: { resourceAttributes } },
    what: "review your rights",
  });
  return status?.allowed === true;
}
