import type { Facts } from "../documents/facts.generated.ts";
import type { TargetDescription } from "../documents/manifest.generated.ts";
import type { Plan, Value } from "../documents/plan.generated.ts";
import type { Param } from "../documents/playbook.generated.ts";
import type { Values } from "../playbook/expression/expression.ts";
import { factValues } from "../playbook/expression/fact-values.ts";
import type { Scope } from "../playbook/expression/scope.ts";
import type { FindTool } from "../playbook/playbook-scope.ts";
import { factsOf } from "../tools/raw/parse-raw.ts";

/** What expressions may name where only the plan is at hand: on the node, for `when:`. */
export function planScope(plan: Plan, findTool: FindTool): Scope {
  return {
    params: Object.fromEntries(Object.entries(plan.params).map(([name, value]) => [name, { type: typeOf(value) }])),
    steps: Object.fromEntries(
      plan.steps.map((step) => [
        step.id,
        step.kind === "tool"
          ? { label: step.tool, facts: findTool(step.tool)?.facts ?? {} }
          : { label: "the command", facts: factsOf(step.parse) },
      ]),
    ),
  };
}

/** The values of the names of a plan's expressions. `cpus` is absent where the node was not probed. */
export function planValues(
  plan: Plan,
  target: TargetDescription,
  cpus: number | undefined,
  facts: Facts["steps"],
): Values {
  return {
    ...factValues(facts),
    params: plan.params,
    target: {
      kind: target.kind,
      label: target.label,
      runtime: target.runtime ?? "unknown",
      ...(target.processes?.[0] === undefined ? {} : { pid: target.processes[0].pid }),
      ...(target.pod === undefined ? {} : { pod: `${target.pod.namespace}/${target.pod.name}` }),
      ...(plan.target.kind === "host" && plan.target.node !== undefined ? { node: plan.target.node } : {}),
      ...(cpus === undefined ? {} : { cpus }),
    },
  };
}

function typeOf(value: Value): Param["type"] {
  if (Array.isArray(value)) return "list";
  return typeof value === "number" ? "number" : typeof value === "boolean" ? "boolean" : "string";
}
