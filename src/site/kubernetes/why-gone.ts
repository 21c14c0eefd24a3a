import type { V1Pod } from "../../target/kubernetes/api-types.ts";
import { type Cluster, path } from "../../target/kubernetes/cluster.ts";
import { redact } from "../../target/kubernetes/redact.ts";
import type { PodName } from "./pod-exec.ts";
import { container } from "./tool-pod.ts";

/** Why nothing can be had of a tool pod any more; undefined where it is there and runs. */
export async function whyGone(cluster: Cluster, { namespace, name }: PodName): Promise<string | undefined> {
  const what = `get pod ${namespace}/${name}`;
  const answer = await cluster.ask<V1Pod>({ path: path`/api/v1/namespaces/${namespace}/pods/${name}`, what });
  if (!answer.ok) return answer.status === 404 ? `the tool pod ${name} was deleted while it worked` : undefined;
  const { status } = answer.value;
  if (isEvicted(answer.value)) return `the tool pod ${name} was evicted: ${evictionText(answer.value)}`;
  const ended = status?.containerStatuses?.find((one) => one.name === container)?.state?.terminated;
  if (ended?.reason === "OOMKilled")
    return `the tool pod ${name} was OOM-killed: it needed more than its limit (spec.budget.memory of the playbook, and 512 MiB)`;
  if (ended?.exitCode === 0)
    return `the tool pod ${name} has ended: its bundle waited as long as it was told to (--keep), and is gone`;
  if (ended !== undefined)
    return `the tool pod ${name} ended with exit code ${ended.exitCode} (${redact(ended.reason ?? status?.reason ?? "no reason told")})`;
  return status?.phase === "Failed"
    ? `the tool pod ${name} failed: ${redact(status.message ?? status.reason ?? "no reason told")}`
    : undefined;
}

/** Why a tool pod that is still there is being ended by others; undefined where it is not. */
export async function whyEnding(cluster: Cluster, { namespace, name }: PodName): Promise<string | undefined> {
  const what = `get pod ${namespace}/${name}`;
  const answer = await cluster.ask<V1Pod>({ path: path`/api/v1/namespaces/${namespace}/pods/${name}`, what });
  if (!answer.ok) return answer.status === 404 ? `the tool pod ${name} was deleted while it worked` : undefined;
  if (disruption(answer.value) !== undefined) return `the tool pod ${name} was evicted: ${evictionText(answer.value)}`;
  return answer.value.metadata?.deletionTimestamp === undefined
    ? undefined
    : `the tool pod ${name} was deleted while it worked`;
}

function disruption({ status }: V1Pod) {
  return status?.conditions?.find(({ type, status: is }) => type === "DisruptionTarget" && is === "True");
}

/** One that may still be asked for its bundle is not gone. */
function isEvicted(pod: V1Pod): boolean {
  return pod.status?.reason === "Evicted" || (disruption(pod) !== undefined && pod.status?.phase !== "Running");
}

function evictionText(pod: V1Pod): string {
  return redact(pod.status?.message ?? disruption(pod)?.message ?? "no reason told");
}
