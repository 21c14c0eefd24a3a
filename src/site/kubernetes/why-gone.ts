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
  const ended = status?.containerStatuses?.find((one) => one.name === container)?.state?.terminated;
  const disrupted = status?.conditions?.find(({ type, status: is }) => type === "DisruptionTarget" && is === "True");
  if (status?.reason === "Evicted" || disrupted !== undefined) {
    return `the tool pod ${name} was evicted: ${redact(status?.message ?? disrupted?.message ?? "no reason told")}`;
  }
  if (ended?.reason === "OOMKilled")
    return `the tool pod ${name} was OOM-killed: it needed more than its limit (spec.budget.memory of the playbook, and 512 MiB)`;
  if (ended !== undefined)
    return `the tool pod ${name} ended with exit code ${ended.exitCode} (${redact(ended.reason ?? status?.reason ?? "no reason told")})`;
  return status?.phase === "Failed"
    ? `the tool pod ${name} failed: ${redact(status.message ?? status.reason ?? "no reason told")}`
    : undefined;
}
