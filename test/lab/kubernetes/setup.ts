/** Before the Kubernetes layer: a real cluster, with the toolbox image of this tree and workloads on its nodes; after it, all of it stops. */
import type { TestProject } from "vitest/node";
import type { ClusterKind, StartedCluster } from "./cluster.ts";
import { startWithImages, whyNoClusterWithImages } from "./start-with-images.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** What `clusterAt` wants; without a kubeconfig where there is no cluster. */
    cluster: { readonly kind: ClusterKind; readonly kubeconfig: string; readonly nodes: readonly string[] };
    clusterToolbox: string;
    /** Why there is no cluster. */
    noCluster: string;
  }
}

let cluster: StartedCluster | undefined;

export async function setup({ provide }: TestProject): Promise<void> {
  const why = await whyNoClusterWithImages();
  const started = why === undefined ? await startWithImages() : undefined;
  cluster = started?.cluster;
  const { kind = "given", kubeconfig = "", nodes = [] } = cluster ?? {};
  provide("noCluster", why ?? "");
  provide("cluster", { kind, kubeconfig, nodes });
  provide("clusterToolbox", started?.toolbox ?? "");
}

export async function teardown(): Promise<void> {
  await cluster?.stop();
}
