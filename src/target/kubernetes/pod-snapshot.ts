import type { PodSnapshot } from "../../tools/cluster-snapshot/snapshot.ts";
import type { V1Node, V1Pod } from "./api-types.ts";
import { boundSnapshot } from "./bound-snapshot.ts";
import { type Cluster, path } from "./cluster.ts";
import { newestEvents } from "./newest-events.ts";
import { type Owner, ownersOf } from "./owners.ts";
import { type Fields, pickFields } from "./pick-fields.ts";
import { snapshotFields as fields } from "./snapshot-fields.ts";
import { SnapshotRequest } from "./snapshot-request.ts";

const max = { neighbours: 500, autoscalers: 500 } as const;

/**
 * What the cluster knows of a pod: its node, events, neighbours, workload and autoscaler. Five requests at most, all at once.
 * What you may not read, or what does not come in time, is left out and named under `missing`.
 *
 * @param node As it has just been read; undefined where the user may not read it.
 */
export async function podSnapshot(
  cluster: Cluster,
  pod: V1Pod,
  node: V1Node | undefined,
  container: string,
): Promise<PodSnapshot> {
  const { namespace = "", uid = "" } = pod.metadata ?? {};
  const nodeName = pod.spec?.nodeName ?? "";
  const request = new SnapshotRequest(cluster);
  if (node === undefined) request.lacks("node", "not permitted: add get nodes");
  const [podEvents, nodeEvents, pods, owners, autoscalers] = await Promise.all([
    request.list("events", `list events in namespace ${namespace}`, {
      path: path`/api/v1/namespaces/${namespace}/events`,
      query: { fieldSelector: `involvedObject.uid=${uid}`, limit: 500 },
    }),
    request.nodeEvents(nodeName),
    request.list("neighbours", "list pods in all namespaces", {
      path: "/api/v1/pods",
      // From the server's memory: a moment old, and cheap.
      query: { fieldSelector: `spec.nodeName=${nodeName}`, resourceVersion: 0 },
    }),
    request.inTime("workload", () => ownersOf(cluster, pod, (why) => request.lacks("workload", why))),
    // What nothing made is scaled by nothing.
    pod.metadata?.ownerReferences === undefined
      ? []
      : request.list("autoscaler", `list horizontalpodautoscalers in namespace ${namespace}`, {
          path: path`/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`,
          query: { limit: max.autoscalers },
        }),
  ]);
  const events = podEvents === undefined && nodeEvents === undefined ? undefined : [podEvents, nodeEvents];
  const neighbours = pods?.filter((one) => isNeighbour(one as V1Pod, uid)).slice(0, max.neighbours);
  return boundSnapshot({
    at: new Date(cluster.now()).toISOString(),
    container,
    pod: pickFields(pod, fields.pod),
    ...(node === undefined ? {} : { node: pickFields(node, fields.node) }),
    ...picked("events", events && newestEvents(events.flatMap((list) => list ?? [])), fields.event),
    ...picked("neighbours", neighbours, fields.neighbour),
    ...(owners === undefined ? {} : { owners }),
    ...picked("autoscalers", autoscalers?.filter(scales(owners ?? [])), fields.autoscaler),
    missing: request.missing,
  });
}

function picked(name: "events" | "neighbours" | "autoscalers", list: readonly unknown[] | undefined, each: Fields) {
  return list === undefined ? {} : { [name]: list.map((one) => pickFields(one, each)) };
}

function scales(owners: readonly Owner[]) {
  return (one: unknown) => {
    const { spec } = one as { readonly spec?: { readonly scaleTargetRef?: Partial<Owner> } };
    return owners.some(({ kind, name }) => kind === spec?.scaleTargetRef?.kind && name === spec.scaleTargetRef.name);
  };
}

/** Pods that have ended take nothing; diag's own never appear in its findings. */
function isNeighbour({ metadata, status }: V1Pod, uid: string): boolean {
  return (
    metadata?.uid !== uid &&
    metadata?.labels?.["app.kubernetes.io/managed-by"] !== "diag" &&
    status?.phase !== "Succeeded" &&
    status?.phase !== "Failed"
  );
}
