/** The shapes of the API's objects, as the client publishes them. Types only: nothing of the client is loaded. */
export type {
  CoreV1Event,
  V1Container,
  V1ContainerStatus,
  V1Job,
  V1LabelSelector as LabelSelector,
  V1Node,
  V1Pod,
  V1PodList,
  V1PodSpec,
} from "@kubernetes/client-node";
