/** Where a right is needed: in the target's namespace, in the tool pod's, in `default`, or in no namespace. */
export type AccessPlace = "target" | "tool" | "default" | "cluster";

/** Every run; one whose target is named by its workload; one that reads what the cluster tells of the pod; the doctor. */
export type AccessUse = "run" | "workload" | "facts" | "doctor";

/** A right that diag uses, as a rule of RBAC. */
export interface AccessRule {
  readonly use: AccessUse;
  readonly place: AccessPlace;
  readonly group: "" | "apps" | "batch" | "autoscaling";
  readonly resources: readonly string[];
  readonly verbs: readonly Verb[];
  /** What for: "to …". */
  readonly reason: string;
  /** What a run does without it; absent where there is no run without it. */
  readonly without?: string;
}

type Verb = "get" | "list" | "watch" | "create" | "delete";

/** All that diag asks of a cluster takes one of these. */
export const accessRules: readonly AccessRule[] = [
  {
    use: "run",
    place: "target",
    group: "",
    resources: ["pods"],
    verbs: ["get"],
    reason: "find the pod, its container and its node",
  },
  {
    use: "run",
    place: "tool",
    group: "batch",
    resources: ["jobs"],
    verbs: ["create", "delete"],
    reason: "start a run, and remove it",
  },
  {
    use: "run",
    place: "tool",
    group: "",
    resources: ["pods"],
    verbs: ["watch"],
    reason: "wait until the tool pod has started",
  },
  {
    use: "run",
    place: "tool",
    group: "",
    resources: ["pods/log"],
    verbs: ["get"],
    reason: "follow the events of a run",
  },
  {
    use: "run",
    place: "tool",
    group: "",
    resources: ["pods/exec"],
    verbs: ["get", "create"],
    reason: "fetch the bundle, and stop the tools on Ctrl-C",
    without: "the tool pod prints its bundle into its log (--delivery log)",
  },
  {
    use: "run",
    place: "tool",
    group: "",
    resources: ["pods"],
    verbs: ["create", "delete"],
    reason: "ask beforehand whether the tool pod would be let in (a dry run), and stop it where exec is not allowed",
    without: "a refusal by Pod Security or a quota is told later, by events",
  },
  {
    use: "run",
    place: "tool",
    group: "",
    resources: ["pods"],
    verbs: ["get", "list"],
    reason: "tell why a tool pod went away, and find the one of a run that was left",
    without: "a tool pod that is lost is not explained; runs that were left cannot be fetched",
  },
  {
    use: "run",
    place: "tool",
    group: "batch",
    resources: ["jobs"],
    verbs: ["get", "list"],
    reason: "find runs that were left: diag runs, fetch and cleanup",
    without: "runs that were left cannot be fetched",
  },
  {
    use: "run",
    place: "tool",
    group: "",
    resources: ["events"],
    verbs: ["list", "watch"],
    reason: "tell why a tool pod does not start",
    without: "a tool pod that does not start gives no reason",
  },
  {
    use: "run",
    place: "cluster",
    group: "",
    resources: ["nodes"],
    verbs: ["get", "list"],
    reason: "see that the node is ready and runs Linux, and what troubles it",
    without: "a node that cannot take the tool pod is only met by waiting; no facts of the node",
  },
  {
    use: "workload",
    place: "target",
    group: "",
    resources: ["pods"],
    verbs: ["list"],
    reason: "find the pods of a selector or a workload, and names that are alike",
    without: "pods are named one by one",
  },
  {
    use: "workload",
    place: "target",
    group: "apps",
    resources: ["deployments", "statefulsets", "daemonsets", "replicasets"],
    verbs: ["get"],
    reason: "find the pods of deployment/NAME and the like, and the workload of a pod",
    without: "pods are named by themselves or by --selector; the report does not name the workload",
  },
  {
    use: "workload",
    place: "target",
    group: "batch",
    resources: ["jobs"],
    verbs: ["get"],
    reason: "find the pods of job/NAME, and the CronJob of a pod",
    without: "pods are named by themselves or by --selector",
  },
  {
    use: "workload",
    place: "target",
    group: "",
    resources: ["services", "replicationcontrollers"],
    verbs: ["get"],
    reason: "find the pods of service/NAME",
    without: "pods are named by themselves or by --selector",
  },
  {
    use: "facts",
    place: "target",
    group: "",
    resources: ["events"],
    verbs: ["list"],
    reason: "tell of the pod's events: probes that fail, kills, evictions",
    without: "the report has no events of the pod",
  },
  {
    use: "facts",
    place: "target",
    group: "autoscaling",
    resources: ["horizontalpodautoscalers"],
    verbs: ["list"],
    reason: "tell whether an autoscaler has reached its maximum",
    without: "the report has no autoscaler",
  },
  {
    use: "facts",
    place: "default",
    group: "",
    resources: ["events"],
    verbs: ["list"],
    reason: "tell of the node's events: Kubernetes keeps them in the namespace default",
    without: "the report has no events of the node",
  },
  {
    use: "facts",
    place: "cluster",
    group: "",
    resources: ["pods"],
    verbs: ["list"],
    reason: "tell of the other pods of the node",
    without: "the report has no neighbours",
  },
  {
    use: "doctor",
    place: "tool",
    group: "",
    resources: ["namespaces"],
    verbs: ["get"],
    reason: "see the Pod Security level of the tool namespace (diag doctor --cluster)",
    without: "the doctor cannot tell its level",
  },
  {
    use: "doctor",
    place: "tool",
    group: "",
    resources: ["resourcequotas"],
    verbs: ["list"],
    reason: "see what room its quota leaves (diag doctor --cluster)",
    without: "the doctor cannot tell its quota",
  },
];

/** The namespaces that are meant. */
export interface AccessNamespaces {
  readonly target: string;
  readonly tool: string;
}

/** The namespace of a rule; undefined for what is in none, or is asked of all. */
export function namespaceOf(
  { place }: Pick<AccessRule, "place">,
  { target, tool }: AccessNamespaces,
): string | undefined {
  return { target, tool, default: "default", cluster: undefined }[place];
}

/** `create, get jobs.batch in namespace diag` */
export function ruleText(rule: AccessRule, namespaces: AccessNamespaces): string {
  const resources = rule.resources.map((one) => (rule.group === "" ? one : `${one}.${rule.group}`)).join(", ");
  const namespace = namespaceOf(rule, namespaces);
  const everywhere = rule.resources.includes("nodes") ? "" : " in all namespaces";
  return `${rule.verbs.join(", ")} ${resources}${namespace === undefined ? everywhere : ` in namespace ${namespace}`}`;
}
