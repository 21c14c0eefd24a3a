import { setTimeout as sleep } from "node:timers/promises";
import type { ContainerTarget } from "../../documents/plan.generated.ts";
import type { V1ContainerStatus, V1Pod, V1PodList } from "../../target/kubernetes/api-types.ts";
import { type Cluster, path } from "../../target/kubernetes/cluster.ts";
import { containerStatuses } from "../../target/kubernetes/container-state.ts";
import { redact } from "../../target/kubernetes/redact.ts";

type Target = Pick<ContainerTarget, "id"> & { readonly pod: NonNullable<ContainerTarget["pod"]> };

/** The kubelet tells of a container's end a moment after the kernel. */
const attempts = { count: 6, pauseMs: 500 } as const;

/** What became of a target that ended in the middle of its run, as the API tells it; undefined where it does not. */
export async function targetEnd(cluster: Cluster, target: Target): Promise<string | undefined> {
  const { namespace, name, uid } = target.pod;
  for (let attempt = 1; ; attempt++) {
    const answer = await cluster.ask<V1Pod>({
      path: path`/api/v1/namespaces/${namespace}/pods/${name}`,
      what: `get pod ${namespace}/${name}`,
    });
    if (!answer.ok && answer.status !== 404) return undefined;
    const isThere = answer.ok && answer.value.metadata?.uid === uid;
    const isKept = isThere && !isGoing(answer.value);
    const told = isThere ? endOf(answer.value, target) : undefined;
    const text = told ?? (isKept ? undefined : await deleted(cluster, target));
    if (text !== undefined || attempt === attempts.count) return text;
    await sleep(attempts.pauseMs);
  }
}

async function deleted(cluster: Cluster, { pod: { namespace, name } }: Target): Promise<string> {
  const told = `pod ${namespace}/${name} was deleted`;
  // A name that a controller made: what it has made instead begins alike.
  const made = /^(.+)-[a-z0-9]{5}$/.exec(name)?.[1];
  const answer = await cluster.ask<V1PodList>({
    path: path`/api/v1/namespaces/${namespace}/pods`,
    what: `list pods in ${namespace}`,
  });
  const pods = answer.ok ? answer.value.items.toSorted((a, b) => createdAt(b) - createdAt(a)) : [];
  const isSuccessor = ({ metadata = {} }: V1Pod) =>
    metadata.name === name || (made !== undefined && metadata.generateName === `${made}-`);
  const successor = pods.find((pod) => !isGoing(pod) && isSuccessor(pod));
  if (successor === undefined) return told;
  const node = successor.spec?.nodeName;
  return `${told}; ${successor.metadata?.name} took its place${node === undefined ? "" : ` on node ${node}`}`;
}

function endOf(pod: V1Pod, { id, pod: { namespace, name, container } }: Target): string | undefined {
  const { status } = pod;
  const place = `pod ${namespace}/${name}`;
  const disrupted = status?.conditions?.find(({ type, status: is }) => type === "DisruptionTarget" && is === "True");
  if (status?.reason === "Evicted") return `${place} was evicted: ${redact(status.message ?? "no reason told")}`;
  if (disrupted !== undefined) return `${place} was evicted: ${redact(disrupted.message ?? "no reason told")}`;
  if (isGoing(pod)) return undefined;
  const found = containerStatuses(pod).find((one) => one.name === container);
  return found === undefined ? undefined : containerEnd(found, id);
}

function containerEnd({ name, state, lastState }: V1ContainerStatus, id: string): string | undefined {
  const ended = [state?.terminated, lastState?.terminated].find((one) => one?.containerID?.endsWith(id));
  if (ended === undefined) return undefined;
  const how = ended.reason === "OOMKilled" ? "was OOM-killed" : "ended";
  const { running, waiting } = state ?? {};
  const then = running
    ? ` and restarted at ${new Date(String(running.startedAt)).toISOString()}`
    : waiting
      ? ` and waits to restart${waiting.reason ? ` (${waiting.reason})` : ""}`
      : "";
  return `container ${name} ${how} with exit code ${ended.exitCode}${then}`;
}

function isGoing({ metadata }: V1Pod): boolean {
  return metadata?.deletionTimestamp !== undefined;
}

function createdAt({ metadata }: V1Pod): number {
  return Date.parse(String(metadata?.creationTimestamp)) || 0;
}
