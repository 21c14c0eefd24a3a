import type { Playbook, Step } from "../documents/playbook.generated.ts";
import type { FactDeclaration } from "../tools/fact-declaration.ts";
import { factsOf } from "../tools/raw/parse-raw.ts";
import type { Tool } from "../tools/tool.ts";
import type { Scope, StepScope } from "./expression/scope.ts";

/** Finds a tool by its name. */
export type FindTool = (name: string) => Tool | undefined;

/** What the expressions of a playbook may name: its params, and the facts of its steps. */
export function scopeOf(playbook: Playbook, findTool: FindTool): Scope {
  const steps: Record<string, StepScope> = {};
  for (const step of playbook.spec.steps) steps[step.id] = { label: step.tool ?? "the command", facts: factsOfStep(step, findTool) };
  return { params: playbook.spec.params ?? {}, steps };
}

/** The part of a scope that is known before anything ran: for arguments and commands. */
export function staticScope(scope: Scope): Scope {
  return { params: scope.params, steps: {} };
}

/** The part of a scope that a step's `when` sees: the facts of the steps that it waits for. */
export function scopeOfNeeds(scope: Scope, needs: readonly string[]): Scope {
  return { params: scope.params, steps: Object.fromEntries(needs.flatMap((id) => (scope.steps[id] ? [[id, scope.steps[id]]] : []))) };
}

function factsOfStep(step: Step, findTool: FindTool): Readonly<Record<string, FactDeclaration>> {
  if (step.parse !== undefined) return factsOf(step.parse);
  return step.tool === undefined ? {} : (findTool(step.tool)?.facts ?? {});
}
