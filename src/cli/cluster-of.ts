import type { Cluster } from "../target/kubernetes/cluster.ts";
import type { ClusterOptions } from "./command/cluster-options.ts";

const opened = new WeakMap<ClusterOptions, Promise<Cluster>>();

/** The cluster that the words of a command line mean: one for all of the command. Its code is read only where it is used. */
export function clusterOf(options: ClusterOptions): Promise<Cluster> {
  let cluster = opened.get(options);
  if (cluster === undefined) {
    cluster = import("../target/kubernetes/cluster.ts").then(({ Cluster }) => Cluster.open(options));
    opened.set(options, cluster);
  }
  return cluster;
}
