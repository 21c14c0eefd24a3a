/**
 * What the API server told before the run: its own objects, reduced to a few fields. The tool's raw output; what it comes to
 * is derived from it, so that a later diag can derive more. Parts that could not be had are absent, and `missing` says why.
 */
interface Snapshot {
  /** The server's time, ISO 8601: the clocks of the caller and of the node may be wrong. */
  readonly at: string;
  /** v1 Node. */
  readonly node?: object;
  /** v1 Event, of the node, and of the pod where there is one. */
  readonly events?: readonly object[];
  readonly missing: readonly { readonly what: string; readonly why: string }[];
}

export type NodeSnapshot = Snapshot;

export interface PodSnapshot extends Snapshot {
  /** Name of the container that is diagnosed. */
  readonly container: string;
  /** v1 Pod. */
  readonly pod: object;
  /** v1 Pod: the other pods of the node. */
  readonly neighbours?: readonly object[];
  /** What made the pod, the outermost last: ReplicaSet, Deployment. */
  readonly owners?: readonly { readonly kind: string; readonly name: string }[];
  /** autoscaling/v2 HorizontalPodAutoscaler, of those owners. */
  readonly autoscalers?: readonly object[];
}

/** What makes a snapshot too large for a plan. */
export type Bounded = Pick<PodSnapshot, "events" | "neighbours" | "missing">;

/** What of a snapshot may be missing. */
export type SnapshotPart = "node" | "events" | "events of the node" | "neighbours" | "workload" | "autoscaler";
