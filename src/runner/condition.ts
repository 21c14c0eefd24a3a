import type { Facts } from "../documents/facts.generated.ts";
import type { Reason, TargetDescription } from "../documents/manifest.generated.ts";
import type { Plan } from "../documents/plan.generated.ts";
import { planScope, planValues } from "../plan/plan-scope.ts";
import { languageOf } from "../playbook/expression/language.ts";
import { toolNamed } from "../tools/registry.ts";

/** Why a step is skipped, over the facts of the steps that it needs; undefined when its `when:` holds. */
export type Condition = (when: string, facts: Facts["steps"]) => Reason | undefined;

/** Decides the `when:` of the plan's steps on this node. */
export function makeCondition(plan: Plan, target: TargetDescription, cpus: number): Condition {
  const language = languageOf(planScope(plan, toolNamed));
  return (when, facts) => {
    const result = language.expression(when).evaluate(planValues(plan, target, cpus, facts));
    if (result.kind === "missing")
      return { code: "condition", message: `${result.facts.join(", ")} is not known, and \`${when}\` asks for it` };
    if (result.kind === "error")
      return { code: "condition", message: `\`${when}\` could not be decided: ${result.message}` };
    return result.value === true ? undefined : { code: "condition", message: `it applies only where ${when}` };
  };
}
