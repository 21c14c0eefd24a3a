import { inject } from "vitest";
import { holdLab } from "../hold-lab.ts";
import { clusterAt } from "./cluster.ts";

const { kind, kubeconfig, nodes } = inject("cluster");

if (inject("noCluster") === "") holdLab("kubernetes");

/** What the set-up of the Kubernetes layer made. */
export const lab = {
  /** For the title of a suite; undefined where everything is there. */
  why: inject("noCluster") || undefined,
  cluster: clusterAt(kind, kubeconfig, nodes),
  /** On every node. */
  toolbox: inject("clusterToolbox"),
  /** For diag's command line: the cluster and the image of the tests. */
  env: { KUBECONFIG: kubeconfig, DIAG_TOOLBOX_IMAGE: inject("clusterToolbox") },
} as const;

/** ` [needs Kubernetes]`, with the reason where it is not there. */
export const needsKubernetes = `[needs Kubernetes${lab.why === undefined ? "" : `: ${lab.why}`}]`;

/** Why parts of the cluster cannot be stopped; undefined where `lab.cluster.faults` are there. */
export const whyNoFaults =
  lab.why ?? (lab.cluster.faults === undefined ? "the lab did not make this cluster" : undefined);
export const needsFaults = `[needs a cluster of the lab's own${whyNoFaults === undefined ? "" : `: ${whyNoFaults}`}]`;
