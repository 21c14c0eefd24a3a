import { randomUUID } from "node:crypto";
import type { PlannedMount } from "../../documents/plan.generated.ts";
import type { Probe } from "../../documents/probe.generated.ts";
import { type Cluster, path } from "../../target/kubernetes/cluster.ts";
import { probeOf } from "../read-probe.ts";
import type { Contained } from "../tool-container.ts";
import { jobOf } from "./job.ts";
import type { KubernetesSiteOptions } from "./kubernetes.ts";
import { deleteJob } from "./manage-job.ts";
import { startJob } from "./start-job.ts";
import { startedBy } from "./started-by.ts";
import { container, toolPod } from "./tool-pod.ts";

/** A probe takes a second; the rest is for an image that is pulled. */
const lifeSeconds = 660;
/** What a probe prints at most. */
const maxBytes = 1024 ** 2;

type Options = Omit<KubernetesSiteOptions, "delivery" | "keepSeconds" | "playbook">;

/** What a node can do, as the toolbox on it sees it. Nothing is left of the pod when this returns. */
export async function probeNode(
  options: Options,
  node: string,
  contained: Contained,
  how: { readonly onStatus: (text: string) => void; readonly interrupt: AbortSignal },
): Promise<Probe> {
  const { cluster, namespace, image } = options;
  const run = randomUUID();
  const make = (mounts: readonly PlannedMount[]) =>
    jobOf({
      run,
      namespace,
      playbook: "doctor",
      target: `node ${node}`,
      startedBy: startedBy(),
      now: cluster.now(),
      lifeSeconds,
      pod: toolPod(
        { ...contained, mounts: [...mounts] },
        { ...options, node, command: ["-c", "exec diag doctor --json"], env: {}, deadlineSeconds: lifeSeconds },
      ),
    });
  const pod = await startJob(cluster, { ...how, run, namespace, image, mounts: contained.mounts, make });
  try {
    return probeOf(await wholeLog(cluster, namespace, pod.name));
  } finally {
    await deleteJob(cluster, namespace, pod.job);
  }
}

async function wholeLog(cluster: Cluster, namespace: string, name: string): Promise<string> {
  const log = await cluster.stream(
    {
      path: path`/api/v1/namespaces/${namespace}/pods/${name}/log`,
      query: { container, follow: true },
      what: `get log of pod ${namespace}/${name}`,
    },
    AbortSignal.timeout(60_000),
  );
  let text = "";
  for await (const chunk of log) {
    text += String(chunk);
    if (text.length > maxBytes) break;
  }
  return text;
}
