import { Environment } from "@marcbachmann/cel-js";
import type { Param } from "../../documents/playbook.generated.ts";
import type { FactDeclaration } from "../../tools/fact-declaration.ts";
import { factFields, tableRowFields } from "./fact-types.ts";
import { registerFunctions } from "./functions.ts";
import { registerMixedArithmetic } from "./mixed-arithmetic.ts";

/** What an expression may name. */
export interface Scope {
  readonly params: Readonly<Record<string, Pick<Param, "type">>>;
  /** Step id → fact name → declaration. */
  readonly steps: Readonly<Record<string, StepScope>>;
}

export interface StepScope {
  /** What the step uses, for messages: a tool's name, or `command`. */
  readonly label: string;
  readonly facts: Readonly<Record<string, FactDeclaration>>;
  /** The step's tool is unknown, which is an error of its own: whatever is named of it is let pass. */
  readonly unknown?: true;
}

/** The names of `target` in expressions. */
export const targetFields = { kind: "string", pid: "double", label: "string", runtime: "string", cpus: "double" } as const;

/** The CEL types of a scope. Every number is a double: an author never meets the difference to int. */
export function environmentOf(scope: Scope): Environment {
  const environment = new Environment({ unlistedVariablesAreDyn: false, limits: { maxAstNodes: 2_000, maxDepth: 64 } });
  registerMixedArithmetic(environment);
  registerFunctions(environment);
  environment.registerType("Trend", { fields: { slope: "double", r2: "double" } });
  environment.registerType("Series", { fields: { first: "double", last: "double", min: "double", max: "double", mean: "double", trend: "Trend" } });
  environment.registerType("Histogram", { fields: { count: "double", p50: "double", p90: "double", p99: "double", max: "double" } });
  environment.registerType("Profile", { fields: { total: "double", stacks: "double" } });
  environment.registerType("Target", { fields: { ...targetFields } });
  environment.registerType("Params", { fields: Object.fromEntries(Object.entries(scope.params).map(([name, { type }]) => [name, celType(type)])) });
  environment.registerVariable("target", "Target");
  environment.registerVariable("params", "Params");
  for (const [id, { facts, unknown }] of Object.entries(scope.steps)) {
    if (unknown) {
      environment.registerVariable(id, "dyn");
      continue;
    }
    for (const [name, fact] of Object.entries(facts)) {
      if (fact.kind === "table") environment.registerType(rowType(id, name), { fields: tableRowFields(fact) });
    }
    environment.registerType(`Step_${id}`, { fields: factFields(facts, (name) => rowType(id, name)) });
    environment.registerVariable(id, `Step_${id}`);
  }
  return environment;
}

function rowType(step: string, fact: string): string {
  return `Row_${step}_${fact}`;
}

function celType(type: Param["type"]): string {
  switch (type) {
    case "boolean":
      return "bool";
    case "list":
      return "list<dyn>";
    case "string":
    case "enum":
      return "string";
    default:
      return "double";
  }
}
