/** Before the Kubernetes layer: a real cluster, with the toolbox image of this tree and workloads on its nodes; after it, all of it stops. */
import type { TestProject } from "vitest/node";
import { whyNoEngine } from "../docker/engine.ts";
import { type ClusterKind, type StartedCluster, startCluster, whyNoCluster } from "./cluster.ts";
import { importImages } from "./import-images.ts";

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
  const why = (await whyNoCluster()) ?? whyNoEngine();
  provide("noCluster", why ?? "");
  if (why === undefined) {
    cluster = await startCluster();
    provide("clusterToolbox", await importImages(cluster));
  } else {
    provide("clusterToolbox", "");
  }
  const { kind = "given", kubeconfig = "", nodes = [] } = cluster ?? {};
  provide("cluster", { kind, kubeconfig, nodes });
}

export async function teardown(): Promise<void> {
  await cluster?.stop();
}
