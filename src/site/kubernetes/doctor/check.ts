import type { AccessNamespaces } from "../../../target/kubernetes/access.ts";
import type { Cluster } from "../../../target/kubernetes/cluster.ts";
import type { Contained } from "../../tool-container.ts";
import type { ToolPodOptions } from "../tool-pod.ts";

/** One thing that a run needs of a cluster, and whether it is so. */
export interface Check {
  /** What it is about, in a word or two; checks about the same stand together. */
  readonly topic: string;
  /** `less`: a run does without. `unknown`: it cannot be told. */
  readonly state: "ok" | "no" | "less" | "unknown";
  readonly text: string;
  readonly mend?: string;
}

/** What is examined, and with which tool pod. */
export interface Examination extends Pick<ToolPodOptions, "image" | "leastPrivilege" | "pullSecrets"> {
  readonly cluster: Cluster;
  readonly namespaces: AccessNamespaces;
  readonly serviceAccount?: string;
  /** What a pod needs in which any tool may run. */
  readonly contained: Contained;
}
