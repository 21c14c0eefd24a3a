import type { Plan } from "../../documents/plan.generated.ts";
import type { V1Job, V1PodSpec } from "../../target/kubernetes/api-types.ts";
import { supervised } from "../supervisor.ts";
import { printBundle } from "./bundle-in-log.ts";
import { annotations, jobName, labels, labelValue } from "./run-labels.ts";
import { scratch, type ToolPodOptions, toolPod } from "./tool-pod.ts";

/** How a bundle comes home: asked for by exec, or printed into the log where exec is not allowed. */
export type Delivery = "exec" | "log";

export interface JobRequest
  extends Pick<ToolPodOptions, "image" | "leastPrivilege" | "pullSecrets" | "serviceAccount" | "node"> {
  readonly plan: Plan;
  readonly run: string;
  /** Where the Job is made: not where the target is. */
  readonly namespace: string;
  readonly packed: PackedRun;
  readonly delivery: Delivery;
  /** How long a bundle waits to be fetched. */
  readonly keepSeconds: number;
  readonly startedBy: string;
  /** For the annotation that people read: `shop/checkout-7d9f`. */
  readonly target: string;
  /** Milliseconds since 1970, by the server's clock. */
  readonly now: number;
}

/** What a run is, as the Job carries it: whoever fetches the bundle has the playbook and the plan from here. */
export interface PackedRun {
  readonly plan: string;
  readonly playbook: string;
}

export const variables = { plan: "DIAG_PLAN", playbook: "DIAG_PLAYBOOK" } as const;
/** Inside the tool container. */
export const inside = { bundle: `${scratch}/bundle`, supervisor: `${scratch}/supervisor` } as const;

/** Beyond the plan's own deadline: start-up and supervision. */
const marginMs = 30_000;
/** An image of a GiB on a slow link. The kubelet counts a pod's deadline from before the pull. */
const pullSeconds = 600;
/** The Job goes with its pod this long after the pod has ended. */
export const ttlSeconds = 30;

/** Seconds after which nothing of the run lives, whatever happened to the CLI. */
export function lifetimeSeconds({ plan, keepSeconds }: Pick<JobRequest, "plan" | "keepSeconds">): number {
  return Math.ceil((plan.deadlineMs + marginMs) / 1000) + keepSeconds + pullSeconds;
}

/** The Job of a run. Pure: `diag plan` prints the same. */
export function toolJob(request: JobRequest): V1Job {
  const { plan, run, packed, keepSeconds, delivery } = request;
  const deadlineSeconds = lifetimeSeconds(request);
  const runner = ["diag", "runner", "--plan-env", variables.plan, "--out", inside.bundle, "--run", run];
  const finish = delivery === "log" ? { finish: printBundle } : {};
  const supervision = { deadlineMs: plan.deadlineMs + marginMs, keepSeconds, ...finish };
  return jobOf({
    ...request,
    playbook: plan.playbook.name,
    lifeSeconds: deadlineSeconds,
    pod: toolPod(plan, {
      ...request,
      command: withPidFile(supervised(supervision, runner)),
      env: { [variables.plan]: packed.plan, [variables.playbook]: packed.playbook },
      deadlineSeconds,
    }),
  });
}

export interface JobOf extends Pick<JobRequest, "run" | "namespace" | "target" | "startedBy" | "now"> {
  readonly playbook: string;
  readonly pod: V1PodSpec;
  /** After this the Job is ended, whoever is alive. */
  readonly lifeSeconds: number;
}

/** A Job that runs one pod once, with the marks by which diag finds it again. */
export function jobOf({ run, namespace, playbook, target, startedBy, now, pod, lifeSeconds }: JobOf): V1Job {
  const marks = { [labels.managedBy]: "diag", [labels.run]: run, [labels.playbook]: labelValue(playbook) };
  const notes = {
    [annotations.expires]: new Date(now + (lifeSeconds + ttlSeconds) * 1000).toISOString(),
    [annotations.target]: target,
    [annotations.startedBy]: startedBy,
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: jobName(run), namespace, labels: marks, annotations: notes },
    spec: {
      backoffLimit: 0,
      completions: 1,
      parallelism: 1,
      activeDeadlineSeconds: lifeSeconds,
      ttlSecondsAfterFinished: ttlSeconds,
      template: {
        metadata: { labels: { ...marks, ...noSidecars }, annotations: { ...notes, ...leaveAlone } },
        spec: pod,
      },
    },
  };
}

/** The pod sees the host's processes, so that the supervisor is not process 1: whoever interrupts it finds its pid here. */
function withPidFile(supervisor: readonly string[]): string[] {
  return ["-c", `echo $$ >${inside.supervisor} && exec /bin/sh "$@"`, "diag", ...supervisor];
}

/** A sidecar of a mesh would keep the Job from ending. */
const noSidecars = { "sidecar.istio.io/inject": "false" };
const leaveAlone = {
  "linkerd.io/inject": "disabled",
  "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
};
