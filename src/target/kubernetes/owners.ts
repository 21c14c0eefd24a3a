import type { V1Pod } from "./api-types.ts";
import { type Cluster, path } from "./cluster.ts";
import { redact } from "./redact.ts";

export interface Owner {
  readonly kind: string;
  readonly name: string;
}

/** Kinds that are themselves made by something that people know by name → where the API has them. */
const between: Readonly<Record<string, string>> = { ReplicaSet: "apps/v1", Job: "batch/v1" };

/**
 * What made a pod, the outermost last: ReplicaSet, Deployment; Job, CronJob. One request at most.
 *
 * @param onMissing Told why the outermost is not known.
 */
export async function ownersOf(cluster: Cluster, pod: V1Pod, onMissing: (why: string) => void): Promise<Owner[]> {
  const direct = pod.metadata?.ownerReferences?.find(({ controller }) => controller);
  if (direct === undefined) return [];
  const first = { kind: direct.kind, name: direct.name };
  const version = between[direct.kind];
  if (version === undefined || direct.apiVersion !== version) return [first];
  const namespace = pod.metadata?.namespace ?? "";
  const plural = `${direct.kind.toLowerCase()}s`;
  const [group = "", number = ""] = version.split("/");
  const answer = await cluster.ask<Pick<V1Pod, "metadata">>({
    path: path`/apis/${group}/${number}/namespaces/${namespace}/${plural}/${direct.name}`,
    what: `get ${plural}`,
  });
  if (!answer.ok) {
    onMissing(
      answer.status === 403 ? `not permitted: add get ${plural} in namespace ${namespace}` : redact(answer.message),
    );
    return [first];
  }
  const outer = answer.value.metadata?.ownerReferences?.find(({ controller }) => controller);
  return outer === undefined ? [first] : [first, { kind: outer.kind, name: outer.name }];
}
