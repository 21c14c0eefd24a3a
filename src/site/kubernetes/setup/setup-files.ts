import { budgetOf } from "../../../plan/budget.ts";
import { containerResources } from "../../tool-container.ts";
import { roles } from "./rbac.ts";
import { type Manifest, type SetupObject, type SetupRequest, setupLabels } from "./setup-request.ts";

/** What belongs together, as a file of a kustomization. */
export interface SetupFile {
  readonly name: string;
  readonly objects: readonly SetupObject[];
}

const warning = "Who may make pods here can become root on every node: bind the roles to people who may be.";

/** Everything that a cluster needs for people to run diag in it, in the order in which it is applied. Pure. */
export function setupFiles(request: SetupRequest): SetupFile[] {
  const { roles: made, bindings } = roles(request);
  return [
    { name: "namespace.yaml", objects: [{ manifest: toolNamespace(request), comment: warning }] },
    { name: "service-account.yaml", objects: [{ manifest: serviceAccount(request) }] },
    ...(request.maxRuns === undefined
      ? []
      : [{ name: "resource-quota.yaml", objects: [{ manifest: resourceQuota(request.namespace, request.maxRuns) }] }]),
    { name: "roles.yaml", objects: made },
    ...(bindings.length === 0 ? [] : [{ name: "bindings.yaml", objects: bindings }]),
  ];
}

/** A tool pod sees the node's processes and kernel, which no stricter level of Pod Security allows. */
function toolNamespace({ namespace }: SetupRequest): Manifest {
  const levels = ["enforce", "audit", "warn"].map((mode) => [`pod-security.kubernetes.io/${mode}`, "privileged"]);
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: namespace, labels: { ...setupLabels, ...Object.fromEntries(levels) } },
  };
}

/** Tool pods run as the namespace's own account. It has no rights, and no pod gets a token of it. */
function serviceAccount({ namespace, pullSecrets }: SetupRequest): Manifest {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "default", namespace, labels: setupLabels },
    automountServiceAccountToken: false,
    ...(pullSecrets.length === 0 ? {} : { imagePullSecrets: pullSecrets.map((name) => ({ name })) }),
  };
}

/** Room for so many tool pods whose playbooks keep to the usual budget. */
function resourceQuota(namespace: string, maxRuns: number): Manifest {
  const { cpuPercentOfCore, memoryBytes } = containerResources(budgetOf());
  return {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "diag", namespace, labels: setupLabels },
    spec: {
      hard: {
        pods: `${maxRuns}`,
        "limits.cpu": `${(maxRuns * cpuPercentOfCore) / 100}`,
        "limits.memory": `${(maxRuns * memoryBytes) / 1024 ** 2}Mi`,
      },
    },
  };
}
