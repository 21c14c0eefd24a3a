import type { PlannedMount } from "../../documents/plan.generated.ts";
import { DiagError } from "../../errors.ts";
import type { V1Job } from "../../target/kubernetes/api-types.ts";
import type { Cluster } from "../../target/kubernetes/cluster.ts";
import type { SiteRun } from "../site.ts";
import { createJob, deleteAndWait, deleteJob, dryRun } from "./manage-job.ts";
import type { PodName } from "./pod-exec.ts";
import { waitForStart } from "./wait-for-start.ts";

/** A run's pod, and the Job that owns it. */
export interface RunPod extends PodName {
  readonly job: string;
}

export interface JobStart extends Pick<SiteRun, "run" | "onStatus" | "interrupt"> {
  readonly namespace: string;
  readonly image: string;
  readonly mounts: readonly PlannedMount[];
  /** The Job with these mounts. */
  make(mounts: readonly PlannedMount[]): V1Job;
}

/**
 * Makes the Job and waits until its tool container runs. A folder that the node does not have is left out: the variants that
 * need it say so themselves. On any error nothing of it is left.
 *
 * @throws DiagError `pod-rejected`, `pod-not-started`, `interrupted` or one of the cluster.
 */
export async function startJob(cluster: Cluster, start: JobStart): Promise<RunPod> {
  const { namespace, run, image, onStatus, interrupt } = start;
  let { mounts } = start;
  onStatus("asking the cluster");
  await dryRun(cluster, start.make(mounts));
  for (;;) {
    const job = start.make(mounts);
    const name = job.metadata?.name ?? "";
    try {
      await createJob(cluster, job);
      const started = await waitForStart(cluster, { namespace, run, job: name, image, onStatus, interrupt });
      if (started.kind === "started") return { namespace, name: started.pod.metadata?.name ?? "", job: name };
      if (started.kind === "interrupted") throw new DiagError("interrupted", "Interrupted before the tools started");
      await deleteAndWait(cluster, namespace, name);
      mounts = mounts.filter(({ path }) => path !== started.path);
    } catch (error) {
      await deleteJob(cluster, namespace, name).catch(() => {});
      throw error;
    }
  }
}
