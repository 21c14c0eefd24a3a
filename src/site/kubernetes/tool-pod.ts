import type { Plan } from "../../documents/plan.generated.ts";
import { headerFolders } from "../../plan/mounts.ts";
import type { V1Container, V1PodSpec } from "../../target/kubernetes/api-types.ts";
import { type Contained, containerResources, leastCapabilities } from "../tool-container.ts";

export interface ToolPodOptions {
  readonly node: string;
  readonly image: string;
  readonly leastPrivilege: boolean;
  /** Names of secrets in the pod's namespace. */
  readonly pullSecrets: readonly string[];
  /** The pod gets no token of it. */
  readonly serviceAccount?: string;
  /** What it runs. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** After this the kubelet ends it, whoever is alive. */
  readonly deadlineSeconds: number;
}

/** Where the runner finds its plan and leaves its bundle: of the pod, gone with it. */
export const scratch = "/diag";
export const container = "diag";

/** Enough to start on a full node; what it may use is limited separately. */
const requests = { cpu: "50m", memory: "64Mi" };
/** What the supervisor needs to hand on a signal and to end. */
const graceSeconds = 10;

/** The pod in which the runner works: on this node and no other, with what the plan's steps need and no more. Pure. */
export function toolPod(plan: Contained, options: ToolPodOptions): V1PodSpec {
  const mounts = hostMounts(plan, options.image);
  const onHost = plan.steps.some((step) => step.kind === "command" && step.in !== "target-netns");
  return {
    affinity: onNode(options.node),
    // A node that is full of trouble is the one that is diagnosed.
    tolerations: [{ operator: "Exists" }],
    restartPolicy: "Never",
    activeDeadlineSeconds: options.deadlineSeconds,
    terminationGracePeriodSeconds: graceSeconds,
    hostPID: true,
    dnsPolicy: "Default",
    ...(onHost ? { hostNetwork: true } : {}),
    ...(options.serviceAccount === undefined ? {} : { serviceAccountName: options.serviceAccount }),
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...(options.pullSecrets.length === 0 ? {} : { imagePullSecrets: options.pullSecrets.map((name) => ({ name })) }),
    containers: [toolContainer(plan, options, mounts)],
    volumes: [
      // The steps' disk budgets, and as much again for what they leave in the bundle.
      { name: "scratch", emptyDir: { sizeLimit: `${2 * plan.budget.diskBytes * Math.max(1, plan.steps.length)}` } },
      // A folder that the node does not have is not made there: the pod waits, and is made again without it.
      ...mounts.map(({ path }) => ({ name: volumeName(path), hostPath: { path, type: "Directory" } })),
    ],
  };
}

function toolContainer(plan: Contained, options: ToolPodOptions, mounts: Plan["mounts"]): V1Container {
  const { memoryBytes, cpuPercentOfCore } = containerResources(plan.budget);
  return {
    name: container,
    image: options.image,
    imagePullPolicy: "IfNotPresent",
    command: ["/bin/sh"],
    // The kubelet takes $(NAME) for a variable, and $$ for a dollar (core/v1 Container, args).
    args: options.command.map((word) => word.replaceAll("$", "$$$$")),
    env: Object.entries(options.env).map(([name, value]) => ({ name, value })),
    securityContext: options.leastPrivilege
      ? {
          privileged: false,
          capabilities: { drop: ["ALL"], add: [...leastCapabilities(plan).keys()] },
          seccompProfile: { type: "Unconfined" },
          appArmorProfile: { type: "Unconfined" },
          runAsUser: 0,
        }
      : { privileged: true, runAsUser: 0 },
    resources: { requests, limits: { cpu: `${Math.round(cpuPercentOfCore * 10)}m`, memory: `${memoryBytes}` } },
    volumeMounts: [
      { name: "scratch", mountPath: scratch },
      ...mounts.map(({ path, writable }) => ({ name: volumeName(path), mountPath: path, readOnly: !writable })),
    ],
  };
}

/** By the node's name as the scheduler knows it, as DaemonSets do: `nodeName` would pass the scheduler and its quota of pods. */
function onNode(name: string): NonNullable<V1PodSpec["affinity"]> {
  const matchFields = [{ key: "metadata.name", operator: "In", values: [name] }];
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] } } };
}

/** An image that brings headers keeps them: the node's must not hide those. */
function hostMounts(plan: Contained, image: string): Plan["mounts"] {
  const hasHeaders = /toolbox-headers\b/.test(image);
  return plan.mounts.filter(({ path }) => !(hasHeaders && headerFolders.includes(path)));
}

function volumeName(path: string): string {
  return path.slice(1).replaceAll(/[^a-z0-9]+/g, "-");
}
