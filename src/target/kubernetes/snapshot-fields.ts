import type { Fields } from "./pick-fields.ts";

const quantities: Fields = { cpu: true, memory: true };
const resources: Fields = { requests: quantities, limits: quantities };
const terminated: Fields = { reason: true, exitCode: true, signal: true, startedAt: true, finishedAt: true };
const state: Fields = {
  waiting: { reason: true, message: true },
  running: { startedAt: true },
  terminated,
};
const container: Fields = { name: true, image: true, resources };
const containerStatus: Fields = { name: true, ready: true, restartCount: true, resources, state, lastState: state };
const condition: Fields = { type: true, status: true, reason: true, message: true, lastTransitionTime: true };

/** What of each object of the API a snapshot keeps. */
export const snapshotFields = {
  pod: {
    metadata: { namespace: true, name: true, uid: true, creationTimestamp: true },
    spec: {
      nodeName: true,
      priority: true,
      priorityClassName: true,
      restartPolicy: true,
      resources,
      containers: [container],
      initContainers: [container],
    },
    status: {
      phase: true,
      reason: true,
      message: true,
      qosClass: true,
      startTime: true,
      conditions: [condition],
      containerStatuses: [containerStatus],
      initContainerStatuses: [containerStatus],
      ephemeralContainerStatuses: [containerStatus],
    },
  },
  node: {
    metadata: { name: true },
    spec: { unschedulable: true },
    status: {
      conditions: [condition],
      allocatable: quantities,
      capacity: quantities,
      nodeInfo: { kernelVersion: true, osImage: true, containerRuntimeVersion: true, kubeletVersion: true },
    },
  },
  event: {
    metadata: { creationTimestamp: true },
    involvedObject: { kind: true, name: true },
    type: true,
    reason: true,
    message: true,
    count: true,
    firstTimestamp: true,
    lastTimestamp: true,
    eventTime: true,
    series: { count: true, lastObservedTime: true },
  },
  neighbour: {
    metadata: { namespace: true, name: true },
    spec: { resources, containers: [{ resources }] },
    status: { phase: true, qosClass: true, containerStatuses: [{ restartCount: true }] },
  },
  autoscaler: {
    metadata: { name: true },
    spec: { minReplicas: true, maxReplicas: true, scaleTargetRef: { kind: true, name: true } },
    status: { currentReplicas: true, desiredReplicas: true },
  },
} as const satisfies Record<string, Fields>;
