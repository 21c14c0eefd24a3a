import { DiagError } from "../../errors.ts";
import { nearestName } from "../../nearest-name.ts";
import { type Cluster, path } from "./cluster.ts";

/** More names than these are not looked through for one that is alike. */
const maxNames = 500;

interface Names {
  readonly items: readonly { readonly metadata?: { readonly name?: string } }[];
}

/** A pod that the cluster does not have: the error names those that are called alike. */
export async function noSuchPod(cluster: Cluster, namespace: string, name: string): Promise<DiagError> {
  const names = await namesOf(cluster, path`/api/v1/namespaces/${namespace}/pods`);
  const message = `Namespace ${namespace} has no pod ${name}`;
  if (names?.length === 0) return emptyNamespace(cluster, namespace, message);
  const near = podsAlike(name, names ?? []);
  return new DiagError("target-not-found", message, {
    hint:
      near.length === 0
        ? `\`kubectl get pods --namespace ${namespace}\` lists them; --namespace names another namespace.`
        : `It has ${near.join(", ")}.`,
  });
}

/** @param where Where the API has objects of that kind. */
export async function noSuchWorkload(
  cluster: Cluster,
  namespace: string,
  { kind, name }: { readonly kind: string; readonly name: string },
  where: string,
): Promise<DiagError> {
  const names = await namesOf(cluster, where);
  const message = `Namespace ${namespace} has no ${kind} ${name}`;
  if (names?.length === 0) return emptyNamespace(cluster, namespace, message, `${kind}s`);
  return new DiagError("target-not-found", message, {
    hint: hintOf(
      name,
      names,
      `\`kubectl get ${kind}s --namespace ${namespace}\` lists them; --namespace names another namespace.`,
    ),
  });
}

export async function noSuchNode(cluster: Cluster, name: string): Promise<DiagError> {
  const names = await namesOf(cluster, "/api/v1/nodes");
  return new DiagError("target-not-found", `The cluster has no node ${name}`, {
    hint: hintOf(name, names, "`kubectl get nodes` lists them."),
  });
}

/** There is nothing of that kind: the namespace may be the mistake. */
async function emptyNamespace(
  cluster: Cluster,
  namespace: string,
  message: string,
  kinds = "pods",
): Promise<DiagError> {
  const answer = await cluster.ask({ path: path`/api/v1/namespaces/${namespace}`, what: `get namespace ${namespace}` });
  if (!answer.ok && answer.status === 404) {
    const names = await namesOf(cluster, "/api/v1/namespaces");
    return new DiagError("target-not-found", `The cluster has no namespace ${namespace}`, {
      hint: hintOf(namespace, names, "`kubectl get namespaces` lists them; --context names another cluster."),
    });
  }
  return new DiagError("target-not-found", `${message}: it has no ${kinds} at all`, {
    hint: "Name another one with --namespace.",
  });
}

/** A pod's name ends in what its controller made up: the start is what people remember, and misspell. */
function podsAlike(name: string, names: readonly string[]): readonly string[] {
  const start = startOf(name);
  const alike = names.filter((one) => one.startsWith(start));
  if (alike.length > 0) return alike.slice(0, 5);
  const near = nearestName(start, names.map(startOf)) ?? nearestName(name, names);
  return names.filter((one) => startOf(one) === near || one === near).slice(0, 5);
}

function startOf(name: string): string {
  return name.replace(/-[a-z0-9]{4,10}(-[a-z0-9]{5})?$/, "");
}

function hintOf(name: string, names: readonly string[] | undefined, otherwise: string): string {
  const near = nearestName(name, names ?? []);
  return near === undefined ? otherwise : `Did you mean ${near}? ${otherwise}`;
}

/** undefined where the user may not list them. */
async function namesOf(cluster: Cluster, where: string): Promise<readonly string[] | undefined> {
  const answer = await cluster.ask<Names>({ path: where, query: { limit: maxNames }, what: "list names" });
  return answer.ok ? answer.value.items.map(({ metadata }) => metadata?.name ?? "") : undefined;
}
