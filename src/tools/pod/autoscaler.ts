import { listOf, numberOf, part, textOf } from "../cluster-snapshot/json.ts";

export interface Autoscaler {
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly current: number;
}

/** What made the pod, outermost: `Deployment/checkout`. */
export function readWorkload(snapshot: unknown): string | undefined {
  const owner = listOf(part(snapshot, "owners")).at(-1);
  const [kind, name] = [textOf(part(owner, "kind")), textOf(part(owner, "name"))];
  return kind === undefined || name === undefined ? undefined : `${kind}/${name}`;
}

/** The one that scales the pod's workload. Without `minReplicas` the least is 1 (autoscaling/v2). */
export function readAutoscaler(snapshot: unknown): Autoscaler | undefined {
  const owners = listOf(part(snapshot, "owners"));
  const found = listOf(part(snapshot, "autoscalers")).find((one) =>
    owners.some((owner) =>
      ["kind", "name"].every(
        (field) => textOf(part(owner, field)) === textOf(part(one, "spec", "scaleTargetRef", field)),
      ),
    ),
  );
  const maximum = numberOf(part(found, "spec", "maxReplicas"));
  if (maximum === undefined) return undefined;
  return {
    name: textOf(part(found, "metadata", "name")) ?? "",
    minimum: numberOf(part(found, "spec", "minReplicas")) ?? 1,
    maximum,
    current: numberOf(part(found, "status", "currentReplicas")) ?? 0,
  };
}
