import { eventsDeclaration } from "../cluster-snapshot/events.ts";
import type { FactDeclaration } from "../fact-declaration.ts";

const text = { kind: "string" } as const;
const bytes = { kind: "number", unit: "bytes" } as const;

export const podFactDeclarations = {
  phase: { ...text, description: "Pending, Running, Succeeded, Failed or Unknown (status.phase)." },
  restarts: {
    kind: "number",
    unit: "count",
    description: "How often the container was started again (restartCount).",
  },
  ready: { kind: "boolean", description: "The container passes its readiness probe (containerStatuses.ready)." },
  waitingReason: {
    ...text,
    optional: true,
    description: "Why it does not run: CrashLoopBackOff, ImagePullBackOff… (state.waiting.reason).",
  },
  qosClass: {
    ...text,
    optional: true,
    description: "Guaranteed, Burstable or BestEffort: who is killed and evicted last (status.qosClass).",
  },
  memoryLimit: { ...bytes, optional: true, description: "Of the container, as applied. Absent without a limit." },
  memoryRequest: { ...bytes, optional: true, description: "Of the container. Absent where it asks for none." },
  cpuLimit: { kind: "number", unit: "percent-of-core", optional: true, description: "Of the container, as applied." },
  cpuRequest: { kind: "number", unit: "percent-of-core", optional: true, description: "Of the container." },
  lastTerminationReason: {
    ...text,
    optional: true,
    description: "OOMKilled, Error, Completed… Absent where the container has never ended (lastState.terminated).",
  },
  lastTerminationExitCode: {
    kind: "number",
    unit: "none",
    optional: true,
    description: "137 is SIGKILL, 143 SIGTERM (lastState.terminated.exitCode).",
  },
  sinceLastTermination: {
    kind: "number",
    unit: "seconds",
    optional: true,
    description: "From the end of its last run to the snapshot, by the cluster's clocks.",
  },
  lastRunLasted: { kind: "number", unit: "seconds", optional: true, description: "How long its last run lasted." },
  oomKilled: {
    kind: "boolean",
    description: "The container's last run ended by the kernel's OOM killer (reason OOMKilled).",
  },
  events: eventsDeclaration("Events of the pod and its node"),
  warnings: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "Warnings about the pod among the events, each as often as it happened.",
  },
  nodeConditions: {
    kind: "table",
    optional: true,
    description: "What the kubelet says of its node (status.conditions).",
    columns: {
      type: { ...text, description: "Ready, MemoryPressure, DiskPressure, PIDPressure…" },
      status: { ...text, description: "True, False or Unknown." },
      reason: { ...text, description: "In one word." },
      message: { ...text, description: "In words." },
    },
  },
  nodeUnderMemoryPressure: {
    kind: "boolean",
    optional: true,
    description: "The node is short of memory and evicts pods (condition MemoryPressure).",
  },
  neighbours: {
    kind: "table",
    optional: true,
    description:
      "The other pods of the node that have not ended, those that ask for the most memory first, 100 at most.",
    columns: {
      namespace: { ...text, description: "Namespace." },
      name: { ...text, description: "Pod." },
      qosClass: { ...text, description: "Guaranteed, Burstable or BestEffort." },
      memoryRequest: { ...bytes, description: "Of all its containers." },
      memoryLimit: { ...bytes, description: "Of all its containers; 0 where one has none." },
      cpuRequest: { kind: "number", unit: "percent-of-core", description: "Of all its containers." },
      restarts: { kind: "number", unit: "count", description: "Of all its containers." },
    },
  },
  neighbourCount: { kind: "number", unit: "count", optional: true, description: "How many there are." },
  workload: {
    ...text,
    optional: true,
    description: "What made the pod: `Deployment/checkout`. Absent for a pod of its own.",
  },
  autoscaler: {
    ...text,
    optional: true,
    description: "Name of the HorizontalPodAutoscaler of that workload. Absent without one.",
  },
  autoscalerMinimum: { kind: "number", unit: "count", optional: true, description: "Replicas at least." },
  autoscalerMaximum: { kind: "number", unit: "count", optional: true, description: "Replicas at most." },
  autoscalerCurrent: { kind: "number", unit: "count", optional: true, description: "Replicas there are." },
  autoscalerAtMaximum: { kind: "boolean", optional: true, description: "It cannot add replicas any more." },
} as const satisfies Record<string, FactDeclaration>;
