import { listOf, part, textOf } from "../cluster-snapshot/json.ts";
import { parseQuantity } from "./quantity.ts";

export type ResourceKind = "requests" | "limits";

/**
 * What a container asks for or may use: as the kubelet has applied it where its status tells, which after a resize in place
 * is not what the spec says.
 *
 * @returns bytes, or percent of a core; undefined where none is set.
 */
export function containerResource(
  pod: unknown,
  container: string,
  kind: ResourceKind,
  resource: "cpu" | "memory",
): number | undefined {
  const named = (list: unknown) => listOf(list).find((one) => part(one, "name") === container);
  const applied = named(part(pod, "status", "containerStatuses"));
  const written = named(part(pod, "spec", "containers")) ?? named(part(pod, "spec", "initContainers"));
  return (
    quantityOf(part(applied, "resources", kind, resource), resource) ??
    quantityOf(part(written, "resources", kind, resource), resource)
  );
}

/** Of all containers of a pod together; a limit only where each of them has one. 0 where there is none. */
export function podResource(pod: unknown, kind: ResourceKind, resource: "cpu" | "memory"): number {
  const whole = quantityOf(part(pod, "spec", "resources", kind, resource), resource);
  if (whole !== undefined) return whole;
  const each = listOf(part(pod, "spec", "containers")).map((one) =>
    quantityOf(part(one, "resources", kind, resource), resource),
  );
  if (kind === "limits" && each.includes(undefined)) return 0;
  return each.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}

function quantityOf(value: unknown, resource: "cpu" | "memory"): number | undefined {
  const quantity = parseQuantity(textOf(value) ?? "");
  return quantity === undefined || resource === "memory" ? quantity : Math.round(quantity * 1e8) / 1e6;
}
