import { DiagError } from "../../errors.ts";
import type { V1ContainerStatus, V1Pod } from "./api-types.ts";
import { containerStatuses, notRunning } from "./container-state.ts";

/** The annotation by which a pod says which container people mean (kubectl reads it too). */
const defaultContainer = "kubectl.kubernetes.io/default-container";

/**
 * The container of a pod that is meant: the one that is named, the pod's default, or its only one.
 *
 * @param ask Asked where there are several; without it that is an error.
 * @throws DiagError `target-not-found` or `target-ambiguous`.
 */
export async function chooseContainer(
  pod: V1Pod,
  wanted: string | undefined,
  ask?: (names: readonly string[]) => Promise<string | undefined>,
): Promise<V1ContainerStatus> {
  const { namespace, name, annotations } = pod.metadata ?? {};
  const place = `Pod ${namespace}/${name}`;
  const statuses = containerStatuses(pod);
  const regular = (pod.spec?.containers ?? []).map((one) => one.name);
  const only = regular.length === 1 ? regular[0] : undefined;
  const chosen = wanted ?? annotations?.[defaultContainer] ?? only ?? (await ask?.(regular));
  if (chosen === undefined) {
    throw new DiagError("target-ambiguous", `${place} has ${regular.length} containers: ${regular.join(", ")}`, {
      hint: "Name one with --container (-c).",
    });
  }
  const found = statuses.find((one) => one.name === chosen);
  if (found !== undefined) return found;
  const every = [
    ...regular,
    ...(pod.spec?.initContainers ?? []).map((one) => one.name),
    ...(pod.spec?.ephemeralContainers ?? []).map((one) => one.name),
  ];
  if (every.includes(chosen)) throw notStarted(place, pod);
  throw new DiagError("target-not-found", `${place} has no container ${chosen}`, {
    hint: `It has ${every.join(", ")}.`,
  });
}

/** A pod without any status of its containers: the kubelet has not taken it up. */
function notStarted(place: string, { status }: V1Pod): DiagError {
  const blocked = status?.conditions?.find((one) => one.status === "False" && one.message);
  const why = status?.message ?? blocked?.message ?? `it is ${status?.phase ?? "unknown"}`;
  return new DiagError("target-not-found", `${place} has not started: ${why}`, {
    hint: "Nothing of it runs that could be measured; `kubectl describe pod` tells more.",
  });
}

/** How a container is to be had: it runs, or it has run. */
export interface ContainerRun {
  readonly id: string;
  /** Why it does not run any more, as a clause. */
  readonly ended?: string;
}

/** @throws DiagError `target-not-found` for a container that has never run. */
export function containerRun(pod: V1Pod, status: V1ContainerStatus): ContainerRun {
  const last = status.state?.terminated ?? status.lastState?.terminated;
  const id = (status.state?.running ? status.containerID : (last?.containerID ?? status.containerID))?.replace(
    /^[a-z-]+:\/\//,
    "",
  );
  if (id && status.state?.running) return { id };
  const evicted = pod.status?.reason ? `; the pod is ${pod.status.reason}: ${pod.status.message ?? ""}` : "";
  const ended = `${notRunning(status)}${evicted}`;
  if (id) return { id, ended };
  const { namespace, name } = pod.metadata ?? {};
  throw new DiagError(
    "target-not-found",
    `Container ${status.name} of pod ${namespace}/${name} does not run: ${ended}`,
    {
      hint: `It has never run: \`kubectl describe pod ${name} --namespace ${namespace}\` tells what it waits for.`,
    },
  );
}
