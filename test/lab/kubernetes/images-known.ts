import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import type { Cluster } from "./cluster.ts";
import { ctr } from "./ctr.ts";
import { startNamespace } from "./pods.ts";

const waitMs = 60_000;

/**
 * Waits until the kubelets of the lab's nodes can start pods of these images. containerd's plugin for Kubernetes learns of an image by
 * events; it has been seen to miss one, and then says for ever that the image is not there. A new label is a new event.
 */
export async function untilImagesKnown(cluster: Cluster, tags: readonly string[]): Promise<void> {
  await using namespace = await startNamespace(cluster, "lab-images");
  const inNamespace = ["--namespace", namespace.name];
  const containers = tags.map((image, index) => ({
    name: `image-${index}`,
    image,
    imagePullPolicy: "Never",
    command: ["true"],
  }));
  await cluster.apply(
    ...cluster.nodes.map((nodeName) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: nodeName, namespace: namespace.name },
      spec: { nodeName, restartPolicy: "Never", terminationGracePeriodSeconds: 0, containers },
    })),
  );
  const path = "jsonpath={range .status.containerStatuses[*]}{.name}={.state.waiting.reason};{end}{.status.phase}";
  for (const [index, node] of cluster.nodes.entries()) {
    for (let tries = 0, end = Date.now() + waitMs; ; tries++) {
      const told = await cluster.kubectl("get", "pod", node, ...inNamespace, "--output", path);
      if (told.endsWith("Succeeded")) break;
      if (Date.now() > end) throw new Error(`${node} does not know its images: ${told}`);
      for (const [, at = ""] of told.matchAll(/image-(\d+)=ErrImageNeverPull/g)) {
        const name = `docker.io/library/${tags[Number(at)]}`;
        await execa(...ctr(index + 1, "images", "label", name, `diag.lab/told=${tries}`));
      }
      await sleep(500);
    }
  }
}
