import type { Facts } from "../documents/facts.generated.ts";
import type { StepResult } from "../documents/manifest.generated.ts";
import type { Playbook } from "../documents/playbook.generated.ts";
import type { Values } from "../playbook/expression/expression.ts";
import type { Scope } from "../playbook/expression/scope.ts";

/** What is judged: a playbook, and what a run found. */
export interface Case {
  readonly playbook: Playbook;
  readonly scope: Scope;
  readonly values: Values;
  readonly facts: Facts["steps"];
  readonly steps: readonly StepResult[];
}
