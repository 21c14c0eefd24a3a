import type { Plan } from "../documents/plan.generated.ts";
import { type AccessRule, accessRules, ruleText } from "../target/kubernetes/access.ts";

/** Every right that the run of a plan takes, what for, and what there is without it. */
export function accessLines({ target }: Pick<Plan, "target">, toolNamespace: string): string[] {
  const pod = target.kind === "container" ? target.pod : undefined;
  const uses = pod?.snapshot === undefined ? ["run"] : ["run", "workload", "facts"];
  const isOfNode = target.kind === "host" && target.snapshot !== undefined;
  const applies = ({ use, place }: AccessRule) =>
    (uses.includes(use) && (place !== "target" || pod !== undefined)) ||
    // Of the facts about a pod, those that are its node's.
    (isOfNode && use === "facts" && place === "default");
  return accessRules
    .filter(applies)
    .flatMap((rule) => [
      `  ${ruleText(rule, { target: pod?.namespace ?? "", tool: toolNamespace })}`,
      `      to ${rule.reason}`,
      ...(rule.without === undefined ? [] : [`      without it: ${rule.without}`]),
    ]);
}
