import type { Engine } from "../docker/engine.ts";
import { type Faults, labFaults } from "./faults.ts";
import { importIntoLab } from "./images.ts";
import { importIntoKind, startKind, whyNoKind } from "./kind.ts";
import { kubectl } from "./kubectl.ts";
import { startLab, whyNoLab } from "./start-lab.ts";

export type ClusterKind = "given" | "lab" | "kind";

/** A real cluster, as its administrator. */
export interface Cluster {
  readonly kind: ClusterKind;
  /** Path of the administrator's. */
  readonly kubeconfig: string;
  /** Names of nodes that take pods: two, but for clusters that were given and have fewer. */
  readonly nodes: readonly string[];
  /** `kubectl WORDS…` → its stdout. */
  kubectl(...words: string[]): Promise<string>;
  apply(...manifests: readonly object[]): Promise<void>;
  /** Only in a cluster of the lab's own. */
  readonly faults: Faults | undefined;
}

export interface StartedCluster extends Cluster {
  /** Makes an image of the engine known to all nodes, as `imagePullPolicy: Never` wants it. */
  importImage(engine: Engine, tag: string): Promise<void>;
  stop(): Promise<void>;
}

/** Why no cluster can be had here; undefined where one can. */
export async function whyNoCluster(): Promise<string | undefined> {
  if (process.env.DIAG_TEST_KUBECONFIG !== undefined) return undefined;
  const why = whyNoLab();
  if (why === undefined) return undefined;
  const whyNot = await whyNoKind();
  return whyNot === undefined ? undefined : `${why}; ${whyNot}; DIAG_TEST_KUBECONFIG names none`;
}

/** The cluster of `DIAG_TEST_KUBECONFIG`, the lab's own, or one of kind where the lab cannot make one. */
export async function startCluster(): Promise<StartedCluster> {
  const given = process.env.DIAG_TEST_KUBECONFIG;
  if (given !== undefined) {
    const names = await kubectl(given, ["get", "nodes", "--output", "jsonpath={.items[*].metadata.name}"]);
    const nothing = async () => {};
    return { ...clusterAt("given", given, names.split(" ")), importImage: nothing, stop: nothing };
  }
  if (whyNoLab() === undefined) {
    const { kubeconfig, nodes, stop } = await startLab();
    return { ...clusterAt("lab", kubeconfig, nodes), importImage: importIntoLab, stop };
  }
  const { kubeconfig, nodes, stop } = await startKind();
  return { ...clusterAt("kind", kubeconfig, nodes), importImage: importIntoKind, stop };
}

/** A cluster that runs, for processes that did not start it. */
export function clusterAt(kind: ClusterKind, kubeconfig: string, nodes: readonly string[]): Cluster {
  return {
    kind,
    kubeconfig,
    nodes,
    kubectl: (...words) => kubectl(kubeconfig, words),
    async apply(...items) {
      const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
      await kubectl(kubeconfig, ["apply", "--filename", "-"], { input });
    },
    faults: kind === "lab" ? labFaults(kubeconfig, nodes) : undefined,
  };
}
