import { eventsDeclaration } from "../cluster-snapshot/events.ts";
import type { FactDeclaration } from "../fact-declaration.ts";

const text = { kind: "string" } as const;
const count = { kind: "number", unit: "count" } as const;
const seconds = { kind: "number", unit: "seconds" } as const;

export const nodeFactDeclarations = {
  conditions: {
    kind: "table",
    optional: true,
    description:
      "What its kubelet, its cloud and problem detectors say of the node (status.conditions), trouble first, what has lasted shortest first.",
    columns: {
      type: { ...text, description: "Ready, MemoryPressure, DiskPressure, PIDPressure, KernelDeadlock…" },
      status: { ...text, description: "True, False or Unknown." },
      trouble: {
        kind: "boolean",
        description: "One that ends in Ready and is not True; any other that is.",
      },
      reason: { ...text, description: "In one word." },
      message: { ...text, description: "In words." },
      ageSeconds: { ...seconds, description: "Since it has been so, by the cluster's clocks." },
    },
  },
  troubles: { ...count, optional: true, description: "Conditions that tell of trouble." },
  cordoned: { kind: "boolean", optional: true, description: "No new pods are put on it (spec.unschedulable)." },
  kubelet: { ...text, optional: true, description: "Version of its kubelet." },
  runtime: { ...text, optional: true, description: "Its container runtime and version: `containerd://2.1.4`." },
  events: eventsDeclaration("Events of the node"),
  warnings: { ...count, optional: true, description: "Warnings among its events, each as often as it happened." },
  kubeletStarts: {
    ...count,
    optional: true,
    description: "How often its kubelet was started, among events of the last hour.",
  },
} as const satisfies Record<string, FactDeclaration>;
