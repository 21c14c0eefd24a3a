import type { ContainerTarget, HostTarget } from "../documents/plan.generated.ts";
import { DiagError } from "../errors.ts";
import type { V1Pod } from "../target/kubernetes/api-types.ts";
import type { Cluster } from "../target/kubernetes/cluster.ts";
import { nodeSnapshot } from "../target/kubernetes/node-snapshot.ts";
import { podSnapshot } from "../target/kubernetes/pod-snapshot.ts";
import { getPod, listPods, podsOf, readResourceName } from "../target/kubernetes/pods.ts";
import { resolvePod } from "../target/kubernetes/resolve-pod.ts";
import { usableNode } from "../target/kubernetes/usable-node.ts";
import { askContainer } from "./ask-container.ts";
import type { TargetOptions } from "./command/target-options.ts";

/** As many pods of a selector as are diagnosed at most where nothing is said. */
const defaultMax = 10;

/** What is asked about a pod beside where it is. */
export interface Wanted {
  /** A step reads what the cluster tells of the pod or node. */
  readonly snapshot: boolean;
}

/** @throws DiagError `target-…`, `node-not-ready` or one of the cluster. */
export async function findNode(cluster: Cluster, name: string, { snapshot }: Wanted): Promise<HostTarget> {
  const node = await usableNode(cluster, name);
  return { kind: "host", node: name, ...(snapshot && { snapshot: await nodeSnapshot(cluster, name, node) }) };
}

/**
 * The pod that is meant; of a deployment, job…, one that runs.
 *
 * @throws DiagError as `findNode`.
 */
export async function findPod(cluster: Cluster, options: TargetOptions, wanted: Wanted): Promise<ContainerTarget> {
  const namespace = options.namespace ?? cluster.namespace;
  const resource = readResourceName(options.pod ?? "");
  const pod =
    resource.kind === "pod"
      ? await getPod(cluster, namespace, resource.name)
      : pickRunning(await podsOf(cluster, namespace, resource), `${resource.kind} ${namespace}/${resource.name}`)[0];
  return targetOf(cluster, pod as V1Pod, options, wanted);
}

/** Every pod of a selector, or of a deployment, that runs: at most `--max`. */
export async function findPods(
  cluster: Cluster,
  options: TargetOptions,
): Promise<{ readonly pods: V1Pod[]; readonly all: number }> {
  const namespace = options.namespace ?? cluster.namespace;
  const found =
    options.selector === undefined
      ? await podsOf(cluster, namespace, readResourceName(options.pod ?? ""))
      : await listPods(cluster, namespace, options.selector);
  const running = pickRunning(
    found,
    options.selector === undefined ? `${options.pod}` : `selector ${options.selector} in ${namespace}`,
  );
  return { pods: running.slice(0, options.max ?? defaultMax), all: running.length };
}

export async function targetOf(
  cluster: Cluster,
  pod: V1Pod,
  options: TargetOptions,
  { snapshot }: Wanted,
): Promise<ContainerTarget> {
  // What is wrong with the node is the reason for what is wrong with its pods. One that is not scheduled has none.
  const node = pod.spec?.nodeName ? await usableNode(cluster, pod.spec.nodeName) : undefined;
  const target = await resolvePod(pod, options.container, askContainer());
  if (!snapshot || target.pod === undefined) return target;
  return {
    ...target,
    pod: { ...target.pod, snapshot: await podSnapshot(cluster, pod, node, target.pod.container) },
  };
}

/** Those that run, the oldest first: a pod that has just started tells the least. */
function pickRunning(pods: readonly V1Pod[], what: string): V1Pod[] {
  if (pods.length === 0) {
    throw new DiagError("target-not-found", `There is no pod of ${what}`, {
      hint: "`kubectl get pods --show-labels` lists pods and their labels.",
    });
  }
  const running = pods.filter(
    ({ status, metadata }) => status?.phase === "Running" && metadata?.deletionTimestamp === undefined,
  );
  const [first] = running.length === 0 ? pods : running;
  if (first !== undefined && running.length === 0) return [first];
  return running.toSorted((a, b) => started(a) - started(b));
}

function started({ status }: V1Pod): number {
  return Date.parse(String(status?.startTime ?? "")) || 0;
}
