import type { ContainerTarget } from "../../documents/plan.generated.ts";
import type { V1Pod } from "./api-types.ts";
import { chooseContainer, containerRun } from "./choose-container.ts";

/**
 * A pod as the target of a plan, also one whose container has ended.
 *
 * @param wanted The container's name, where the pod has several.
 * @throws DiagError `target-not-found` or `target-ambiguous`.
 */
export async function resolvePod(
  pod: V1Pod,
  wanted: string | undefined,
  ask?: (names: readonly string[]) => Promise<string | undefined>,
): Promise<ContainerTarget> {
  const status = await chooseContainer(pod, wanted, ask);
  const { namespace = "", name = "", uid = "" } = pod.metadata ?? {};
  return {
    kind: "container",
    ...containerRun(pod, status),
    name: `${namespace}/${name}`,
    image: status.image,
    pod: { namespace, name, uid, node: pod.spec?.nodeName ?? "", container: status.name },
  };
}
