import type { Plan, TargetSpec } from "../src/documents/plan.generated.ts";
import { makePlan } from "../src/plan/make-plan.ts";
import { readPlaybook } from "../src/playbook/read-playbook.ts";
import { toolNamed, tools } from "../src/tools/registry.ts";

export interface OneStep {
  readonly tool: string;
  readonly args: Readonly<Record<string, string | number>>;
  readonly target: TargetSpec;
  /** Also on a node in trouble. */
  readonly force?: boolean;
}

/** The plan of a playbook that runs one tool and nothing else, with its own defaults for what `args` leave out. */
export function oneStepPlan({ tool, args, target, force = false }: OneStep): Plan {
  const words = Object.entries(args).map(([name, value]) => `${name}: ${value}`);
  const text = Buffer.from(`apiVersion: diag/v1
kind: Playbook
metadata: { name: one-step, version: 1.0.0, title: One step }
spec:
  targets: [process, host, container]
  steps:
    - { id: only, tool: ${tool}, with: { ${words.join(", ")} } }
  checks:
    - { id: any, title: Any, info: "1 > 0", message: Done }
`);
  const read = readPlaybook(text, "one-step.yaml", tools);
  if (!read.ok) throw new AggregateError(read.errors);
  const consent = { attach: true, force };
  return makePlan({ playbook: read.playbook, text, params: {}, target, consent, findTool: toolNamed });
}
