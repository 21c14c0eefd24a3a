import { DiagError } from "../../errors.ts";
import type { V1Node } from "./api-types.ts";
import { type Cluster, path } from "./cluster.ts";
import { clusterError } from "./cluster-error.ts";
import { noSuchNode } from "./no-such.ts";

/**
 * The node, where a tool pod can run on it.
 *
 * @returns undefined where the user may not read nodes: then the run shows what the node can do.
 * @throws DiagError `target-not-found`, `target-unsupported` or `node-not-ready`.
 */
export async function usableNode(cluster: Cluster, name: string): Promise<V1Node | undefined> {
  const what = `get node ${name}`;
  const answer = await cluster.ask<V1Node>({ path: path`/api/v1/nodes/${name}`, what });
  if (!answer.ok && answer.status === 403) return undefined;
  if (!answer.ok && answer.status === 404) throw await noSuchNode(cluster, name);
  if (!answer.ok) throw clusterError(what, answer);
  refuseUnusable(answer.value);
  return answer.value;
}

/** @throws DiagError as `usableNode`. */
export function refuseUnusable({ metadata, spec, status }: V1Node): void {
  const name = metadata?.name ?? "";
  const labels = metadata?.labels ?? {};
  const os = labels["kubernetes.io/os"] ?? (status?.nodeInfo?.operatingSystem || "linux");
  if (os !== "linux") {
    throw new DiagError("target-unsupported", `Node ${name} runs ${os}; diag's tools are for Linux kernels`, {
      hint: "Diagnose a pod on a Linux node.",
    });
  }
  if (isVirtual(labels, spec?.taints?.map(({ key }) => key) ?? [])) {
    throw new DiagError(
      "target-unsupported",
      `Node ${name} is virtual: its pods run in a service without a kernel that a pod could look at`,
      {
        hint: "Diagnose a pod on a node of your own; on such a node `kubectl debug` is the nearest.",
      },
    );
  }
  const ready = status?.conditions?.find(({ type }) => type === "Ready");
  if (ready !== undefined && ready.status !== "True") {
    throw new DiagError(
      "node-not-ready",
      `Node ${name} is not ready: ${ready.message || ready.reason || ready.status}`,
      {
        hint: "Nothing can be started there until its kubelet answers; log in to the node and run diag with --in local.",
      },
    );
  }
}

/** Virtual Kubelet's own marks, and those of Fargate, Azure Container Instances and Alibaba's serverless nodes. */
function isVirtual(labels: Readonly<Record<string, string>>, taints: readonly string[]): boolean {
  return (
    labels["type"] === "virtual-kubelet" ||
    labels["eks.amazonaws.com/compute-type"] === "fargate" ||
    labels["kubernetes.azure.com/role"] === "virtual-kubelet" ||
    taints.includes("virtual-kubelet.io/provider")
  );
}
