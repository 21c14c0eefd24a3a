import type { Plan, PlannedMount } from "../../documents/plan.generated.ts";
import { DiagError } from "../../errors.ts";
import type { Cluster } from "../../target/kubernetes/cluster.ts";
import type { Executed, Site, SiteRun } from "../site.ts";
import { ToldRun } from "../told-run.ts";
import { bringHome } from "./bring-home.ts";
import { type Delivery, type JobRequest, toolJob } from "./job.ts";
import { isTooLong, packText } from "./packed.ts";
import { removeRun } from "./remove-run.ts";
import { type RunPod, startJob } from "./start-job.ts";
import { startedBy } from "./started-by.ts";

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
      const { cluster } = options;
      const pod = await startRun(options, plan, run);
      const remove = () => removeRun(cluster, pod);
      const told = new ToldRun(run.bundle, "kubernetes");
      try {
        await bringHome(
          cluster,
          { plan, pod, delivery: options.delivery, leastPrivilege: options.leastPrivilege },
          run,
          told,
        );
      } catch (error) {
        // A bundle that could not be had now may be fetched later: the Job stays until its deadline.
        if (!(error instanceof DiagError && error.code === "bundle-unfetched")) await remove().catch(() => {});
        if (!told.endBy(error)) throw error;
        return { gone: Promise.resolve() };
      }
      return { gone: remove() } satisfies Executed;
    },
  };
}

/** Makes the Job of a plan and waits for its tools to start. @throws DiagError as `startJob`. */
export function startRun(
  options: KubernetesSiteOptions,
  plan: Plan,
  run: Pick<SiteRun, "run" | "onStatus" | "interrupt">,
): Promise<RunPod> {
  const { cluster, namespace, image } = options;
  const make = (mounts: readonly PlannedMount[]) =>
    toolJob(jobRequest(options, { ...plan, mounts: [...mounts] }, run.run));
  return startJob(cluster, { ...run, namespace, image, mounts: plan.mounts, make });
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
    startedBy: startedBy(),
    now: options.cluster.now(),
  };
}

function nodeOf({ target }: Plan): string {
  const node = target.kind === "container" ? target.pod?.node : target.kind === "host" ? target.node : undefined;
  if (node === undefined) {
    throw new DiagError("target-unsupported", `A ${target.kind} is no target in a cluster`, {
      hint: "Use --pod, --selector or --node.",
    });
  }
  return node;
}

function targetText({ target }: Plan): string {
  if (target.kind === "container" && target.pod !== undefined)
    return `${target.pod.namespace}/${target.pod.name} ${target.pod.container}`;
  return target.kind === "host" ? `node ${target.node}` : target.kind;
}
