import type { Playbook, Step } from "../documents/playbook.generated.ts";
import { factsOf } from "../tools/raw/parse-raw.ts";
import type { Tool } from "../tools/tool.ts";
import type { Scope, StepScope } from "./expression/scope.ts";

/** Finds a tool by its name. */
export type FindTool = (name: string) => Tool | undefined;

/** What the expressions of a playbook may name: its params, and the facts of its steps. */
export function scopeOf(playbook: Playbook, findTool: FindTool): Scope {
  const steps = Object.fromEntries(playbook.spec.steps.map((step) => [step.id, scopeOfStep(step, findTool)]));
  return { params: playbook.spec.params ?? {}, steps };
}

/** The part of a scope that is known before anything ran: for arguments and commands. */
export function staticScope(scope: Scope): Scope {
  return { params: scope.params, steps: {}, target: ["kind", "pid"] };
}

/** The part of a scope that a step's `when` sees: the facts of the steps that it waits for. */
export function scopeOfNeeds(scope: Scope, needs: readonly string[]): Scope {
  const steps = Object.entries(scope.steps).filter(([id]) => needs.includes(id));
  return { params: scope.params, steps: Object.fromEntries(steps) };
}

function scopeOfStep(step: Step, findTool: FindTool): StepScope {
  if (step.parse !== undefined) return { label: "the command", facts: factsOf(step.parse) };
  const tool = findTool(step.tool ?? "");
  return tool === undefined
    ? { label: step.tool ?? "", facts: {}, unknown: true }
    : { label: tool.name, facts: tool.facts };
}
