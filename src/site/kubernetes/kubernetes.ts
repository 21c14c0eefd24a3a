import { hostname, userInfo } from "node:os";
import type { Plan } from "../../documents/plan.generated.ts";
import { DiagError } from "../../errors.ts";
import type { Cluster } from "../../target/kubernetes/cluster.ts";
import type { Executed, Site, SiteRun } from "../site.ts";
import { bringHome } from "./bring-home.ts";
import { type Delivery, type JobRequest, toolJob } from "./job.ts";
import { createJob, deleteJob, dryRun } from "./manage-job.ts";
import { isTooLong, packText } from "./packed.ts";
import { waitForStart } from "./wait-for-start.ts";

export interface KubernetesSiteOptions
  extends Pick<JobRequest, "image" | "leastPrivilege" | "pullSecrets" | "serviceAccount"> {
  readonly cluster: Cluster;
  /** Where the Job is made. */
  readonly namespace: string;
  readonly delivery: Delivery;
  readonly keepSeconds: number;
  /** The playbook's exact text: the Job carries it for whoever fetches the bundle. */
  readonly playbook: Uint8Array;
}

/** A Job on the target's node: nothing needs to be installed in the cluster, and nothing is left in it. */
export function kubernetesSite(options: KubernetesSiteOptions): Site {
  return {
    name: "kubernetes",
    async execute(plan, run) {
      const { cluster, namespace } = options;
      const pod = await startJob(options, plan, run);
      const remove = () => deleteJob(cluster, namespace, pod.job);
      try {
        await bringHome(
          cluster,
          { plan, pod, delivery: options.delivery, leastPrivilege: options.leastPrivilege },
          run,
        );
      } catch (error) {
        // A bundle that could not be had now may be fetched later: the Job stays until its deadline.
        if (!(error instanceof DiagError && error.code === "bundle-unfetched")) await remove().catch(() => {});
        throw error;
      }
      return { gone: remove() } satisfies Executed;
    },
  };
}

/** A run's pod, and the Job that owns it. */
export interface RunPod {
  readonly namespace: string;
  readonly name: string;
  readonly job: string;
}

/**
 * Makes the Job and waits until its tool container runs. On any error nothing of it is left.
 *
 * @throws DiagError `pod-rejected`, `pod-not-started` or one of the cluster.
 */
export async function startJob(
  options: KubernetesSiteOptions,
  plan: Plan,
  run: Pick<SiteRun, "run" | "onStatus" | "interrupt">,
): Promise<RunPod> {
  const { cluster, namespace, image } = options;
  let { mounts } = plan;
  for (let isFirst = true; ; isFirst = false) {
    const job = toolJob(jobRequest(options, { ...plan, mounts }, run.run));
    const name = job.metadata?.name ?? "";
    run.onStatus("asking the cluster");
    if (isFirst) await dryRun(cluster, job);
    try {
      await createJob(cluster, job);
      const { onStatus, interrupt } = run;
      const started = await waitForStart(cluster, { namespace, run: run.run, job: name, image, onStatus, interrupt });
      if (started.kind === "started") return { namespace, name: started.pod.metadata?.name ?? "", job: name };
      if (started.kind === "interrupted")
        throw new DiagError("interrupted", "Interrupted before the tools started", {});
      await deleteJob(cluster, namespace, name);
      mounts = mounts.filter(({ path }) => path !== started.path);
    } catch (error) {
      await deleteJob(cluster, namespace, name).catch(() => {});
      throw error;
    }
  }
}

export function jobRequest(options: KubernetesSiteOptions, plan: Plan, run: string): JobRequest {
  const packed = {
    plan: packText(JSON.stringify(plan)),
    playbook: packText(Buffer.from(options.playbook).toString("utf8")),
  };
  if (isTooLong(packed.plan) || isTooLong(packed.playbook)) {
    throw new DiagError(
      "playbook-too-large",
      "The plan is too large for a Job to carry: packed it has more than 128 KiB",
      {
        hint: "Make the playbook shorter, or split it.",
      },
    );
  }
  return {
    ...options,
    plan,
    run,
    packed,
    node: nodeOf(plan),
    target: targetText(plan),
    startedBy: `${userInfo().username}@${hostname()}`,
    now: options.cluster.now(),
  };
}

export function nodeOf({ target }: Plan): string {
  const node = target.kind === "container" ? target.pod?.node : target.kind === "host" ? target.node : undefined;
  if (node === undefined) {
    throw new DiagError("target-unsupported", `A ${target.kind} is no target in a cluster`, {
      hint: "Use --pod, --selector or --node.",
    });
  }
  return node;
}

export function targetText({ target }: Plan): string {
  if (target.kind === "container" && target.pod !== undefined)
    return `${target.pod.namespace}/${target.pod.name} ${target.pod.container}`;
  return target.kind === "host" ? `node ${target.node}` : target.kind;
}
