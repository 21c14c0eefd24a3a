import { Environment } from "@marcbachmann/cel-js";
import type { Param } from "../../documents/playbook.generated.ts";
import type { FactDeclaration } from "../../tools/fact-declaration.ts";
import { factFields, tableRowFields } from "./fact-types.ts";
import { registerFunctions } from "./functions.ts";
import { registerGuardedDivision } from "./guard-division.ts";
import { registerMixedArithmetic } from "./mixed-arithmetic.ts";
import { isStepName } from "./reserved-names.ts";
import type { Trend } from "./trend.ts";

/** What an expression may name. */
export interface Scope {
  /** What is known of the target; everything where this is absent. */
  readonly target?: readonly (keyof typeof targetFields)[];
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

const trendFields = ["slope", "r2", "drift", "low", "high", "lateDrift"] as const satisfies (keyof Trend)[];

/** The names of `target` in expressions. */
export const targetFields = {
  kind: "string",
  pid: "double",
  label: "string",
  runtime: "string",
  pod: "string",
  node: "string",
  cpus: "double",
} as const;

/** The CEL types of a scope. Every number is a double: an author hardly meets the difference to int. */
export function environmentOf(scope: Scope): Environment {
  const environment = new Environment({ unlistedVariablesAreDyn: false, limits: { maxAstNodes: 2_000, maxDepth: 64 } });
  registerMixedArithmetic(environment);
  registerGuardedDivision(environment);
  registerFunctions(environment);
  for (const [name, fields] of Object.entries(typesOf(scope))) environment.registerType(name, { fields });
  environment.registerVariable("target", "Target");
  environment.registerVariable("params", "Params");
  for (const [id, { unknown }] of Object.entries(scope.steps)) {
    // A step that cannot be named so is an error of its own.
    if (isStepName(id)) environment.registerVariable(id, unknown ? "dyn" : stepType(id));
  }
  return environment;
}

/** Every type that has parts: its name, and the type of each part. */
export function typesOf(scope: Scope): Record<string, Record<string, string>> {
  const { params, steps } = scope;
  const types: Record<string, Record<string, string>> = {
    Trend: Object.fromEntries(trendFields.map((name) => [name, "double"])),
    Series: { first: "double", last: "double", min: "double", max: "double", mean: "double", trend: "Trend" },
    Histogram: { count: "double", p50: "double", p90: "double", p99: "double", max: "double" },
    Profile: { total: "double", stacks: "double" },
    Target: Object.fromEntries(targetNames(scope).map((name) => [name, targetFields[name]])),
    Params: Object.fromEntries(Object.entries(params).map(([name, { type }]) => [name, celType(type)])),
  };
  for (const [id, { facts, unknown }] of Object.entries(steps)) {
    if (unknown) continue;
    for (const [name, fact] of Object.entries(facts)) {
      if (fact.kind === "table") types[rowType(id, name)] = tableRowFields(fact);
    }
    types[stepType(id)] = factFields(facts, (name) => rowType(id, name));
  }
  return types;
}

/** The names after `target.` that a scope has. */
export function targetNames({ target }: Scope): readonly (keyof typeof targetFields)[] {
  return target ?? (Object.keys(targetFields) as (keyof typeof targetFields)[]);
}

function stepType(id: string): string {
  return `Step_${id}`;
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
