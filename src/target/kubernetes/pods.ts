import { DiagError } from "../../errors.ts";
import type { LabelSelector, V1Pod, V1PodList } from "./api-types.ts";
import { type Cluster, path } from "./cluster.ts";
import { clusterError } from "./cluster-error.ts";
import { noSuchPod, noSuchWorkload } from "./no-such.ts";

/** Beyond this many pods a list is taken in pages by nobody: it is a mistake in a selector. */
const maxPods = 500;

/** Kinds with pods of their own, as kubectl users write them → where the API has them. */
const workloads: Readonly<Record<string, string>> = {
  deployment: "/apis/apps/v1/namespaces/*/deployments/",
  statefulset: "/apis/apps/v1/namespaces/*/statefulsets/",
  daemonset: "/apis/apps/v1/namespaces/*/daemonsets/",
  replicaset: "/apis/apps/v1/namespaces/*/replicasets/",
  replicationcontroller: "/api/v1/namespaces/*/replicationcontrollers/",
  job: "/apis/batch/v1/namespaces/*/jobs/",
  service: "/api/v1/namespaces/*/services/",
};

const shortNames: Readonly<Record<string, string>> = {
  po: "pod",
  deploy: "deployment",
  sts: "statefulset",
  ds: "daemonset",
  rs: "replicaset",
  rc: "replicationcontroller",
  svc: "service",
};

/** `deployment.apps/checkout`, `deploy/checkout`, `pods/x`, `x` → kind and name. */
export interface ResourceName {
  readonly kind: string;
  readonly name: string;
}

/** @throws DiagError `usage` for a kind without pods. */
export function readResourceName(text: string): ResourceName {
  const slash = text.indexOf("/");
  if (slash < 0 && text !== "") return { kind: "pod", name: text };
  const written = text.slice(0, slash).toLowerCase().split(".")[0] ?? "";
  const single = written.replace(/s$/, "");
  const known = [written, single].map((word) => (Object.hasOwn(shortNames, word) ? shortNames[word] : word));
  const kind = known.find((word) => word === "pod" || (word !== undefined && Object.hasOwn(workloads, word)));
  const name = text.slice(slash + 1);
  if (kind !== undefined && name !== "") return { kind, name };
  throw new DiagError("usage", `${text || "An empty name"} names nothing that has pods`, {
    hint: `Write pod/NAME, or ${Object.keys(workloads)
      .map((one) => `${one}/NAME`)
      .join(", ")}.`,
  });
}

/** @throws DiagError `target-not-found` with the pods whose names are alike, or one of the cluster. */
export async function getPod(cluster: Cluster, namespace: string, name: string): Promise<V1Pod> {
  const what = `get pod ${namespace}/${name}`;
  const answer = await cluster.ask<V1Pod>({ path: path`/api/v1/namespaces/${namespace}/pods/${name}`, what });
  if (answer.ok) return answer.value;
  if (answer.status !== 404) throw clusterError(what, answer);
  throw await noSuchPod(cluster, namespace, name);
}

/** Every pod that a selector means. */
export async function listPods(cluster: Cluster, namespace: string, labelSelector: string): Promise<V1Pod[]> {
  const { items } = await cluster.get<V1PodList>({
    path: path`/api/v1/namespaces/${namespace}/pods`,
    query: { labelSelector, limit: maxPods },
    what: `list pods in ${namespace}`,
  });
  return items;
}

/** Every pod of a deployment, job, service…, by its selector. */
export async function podsOf(cluster: Cluster, namespace: string, { kind, name }: ResourceName): Promise<V1Pod[]> {
  const what = `get ${kind} ${namespace}/${name}`;
  const place = (workloads[kind] ?? "").replace("*", path`${namespace}`);
  const answer = await cluster.ask<{ spec?: { selector?: unknown } }>({
    path: `${place}${path`${name}`}`,
    what,
  });
  if (!answer.ok) {
    if (answer.status !== 404) throw clusterError(what, answer);
    throw await noSuchWorkload(cluster, namespace, { kind, name }, place.slice(0, -1));
  }
  const selector = selectorText(answer.value.spec?.selector);
  if (selector === "") {
    throw new DiagError("target-not-found", `${kind} ${namespace}/${name} selects no pods`, {
      hint: "Name a pod, or use --selector.",
    });
  }
  return listPods(cluster, namespace, selector);
}

/** A service and a replication controller have plain labels; the others a LabelSelector. */
function selectorText(selector: unknown): string {
  if (typeof selector !== "object" || selector === null) return "";
  const { matchLabels, matchExpressions } = selector as LabelSelector;
  const isPlain = matchLabels === undefined && matchExpressions === undefined;
  const labels = isPlain ? (selector as Readonly<Record<string, string>>) : (matchLabels ?? {});
  return [
    ...Object.entries(labels).map(([key, value]) => `${key}=${value}`),
    ...(matchExpressions ?? []).map(({ key, operator, values = [] }) =>
      operator === "Exists"
        ? key
        : operator === "DoesNotExist"
          ? `!${key}`
          : `${key} ${operator === "In" ? "in" : "notin"} (${values.join(",")})`,
    ),
  ].join(",");
}
