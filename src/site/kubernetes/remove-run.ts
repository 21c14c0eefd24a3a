import { DiagError } from "../../errors.ts";
import type { Cluster } from "../../target/kubernetes/cluster.ts";
import { inside, ttlSeconds } from "./job.ts";
import { deleteJob } from "./manage-job.ts";
import { execInPod } from "./pod-exec.ts";
import type { RunPod } from "./start-job.ts";

/**
 * Removes all of a run whose bundle has come home. Who may not delete its Job has the pod end by itself: the Job then goes
 * soon.
 *
 * @throws DiagError `cluster-forbidden` also then.
 */
export async function removeRun(cluster: Cluster, pod: RunPod): Promise<void> {
  try {
    await deleteJob(cluster, pod.namespace, pod.job);
  } catch (error) {
    if (!(error instanceof DiagError && error.code === "cluster-forbidden")) throw error;
    const hasEnded = await execInPod(cluster, pod, [
      "/bin/sh",
      "-c",
      `kill -s TERM "$(cat ${inside.supervisor})"`,
    ]).then(
      () => true,
      () => false,
    );
    throw new DiagError("cluster-forbidden", error.message, {
      hint: `The report is whole. The Job goes by itself ${hasEnded ? `in ${ttlSeconds} s` : "at its deadline (`diag runs` tells when)"}; have delete on jobs granted there, so that it goes at once.`,
    });
  }
}
