import type { ASTNode, Environment } from "@marcbachmann/cel-js";
import { guardDivision } from "./guard-division.ts";
import { type FactReference, factReferences, freeNames } from "./references.ts";

/** What evaluating gave. `missing` names the facts (`step.fact`) without which there is no answer. */
export type Evaluated<T = unknown> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "missing"; readonly facts: readonly string[] }
  | { readonly kind: "error"; readonly message: string };

/** The values of the names of a scope: `params`, `target`, and the steps that have facts. */
export type Values = Readonly<Record<string, unknown>>;

export interface Expression {
  readonly source: string;
  readonly ast: ASTNode;
  /** Of itself and of the names that it uses. */
  readonly references: readonly FactReference[];
  /** Names that it uses, and those that they use, in the order in which they were given. */
  readonly names: readonly Definition[];
  evaluate(values: Values): Evaluated;
}

/** A name that stands for an expression. */
export interface Definition {
  readonly name: string;
  readonly expression: Expression;
  /** @throws what cel-js throws. */
  readonly run: (context: Values) => unknown;
}

/** @throws what cel-js throws on a syntax error; expressions of a playbook that was read have been checked. */
export function compileExpression(
  source: string,
  environment: Environment,
  isStep: (name: string) => boolean,
  definitions: readonly Definition[] = [],
): Expression {
  const { ast } = environment.parse(source);
  const run = environment.parse(guardDivision(ast) ?? source);
  const names = namesIn(ast, definitions);
  const references = [
    ...factReferences(ast, isStep),
    ...names.flatMap((one) => factReferences(one.expression.ast, isStep)),
  ];
  return {
    source,
    ast,
    references,
    names,
    evaluate(values) {
      try {
        return { kind: "value", value: plain(run(contextOf({ ...emptySteps(references), ...values }, names))) };
      } catch (error) {
        const missing = missingFacts(references, values);
        if (missing.length > 0) return { kind: "missing", facts: missing };
        return { kind: "error", message: messageOf(error) };
      }
    },
  };
}

/** @returns what a name stands for, to be used by the expressions after it. */
export function compileDefinition(
  name: string,
  source: string,
  environment: Environment,
  isStep: (name: string) => boolean,
  definitions: readonly Definition[],
): Definition {
  const expression = compileExpression(source, environment, isStep, definitions);
  const run = environment.parse(guardDivision(expression.ast) ?? source);
  environment.registerVariable(name, environment.check(source).type ?? "dyn");
  return { name, expression, run };
}

function namesIn(ast: ASTNode, definitions: readonly Definition[]): Definition[] {
  const used = new Set(freeNames(ast));
  for (const { name, expression } of definitions.toReversed())
    if (used.has(name)) for (const one of expression.names) used.add(one.name);
  return definitions.filter(({ name }) => used.has(name));
}

/** A name is worked out where it is first asked for, once. */
function contextOf(values: Values, names: readonly Definition[]): Values {
  const context = { ...values };
  for (const { name, run } of names) {
    const value = once(() => run(context));
    Object.defineProperty(context, name, { enumerable: true, get: value });
  }
  return context;
}

/** What it throws it throws again. */
function once(make: () => unknown): () => unknown {
  let made: { readonly value: unknown } | { readonly error: unknown } | undefined;
  return () => {
    made ??= attempt(make);
    if ("error" in made) throw made.error;
    return made.value;
  };
}

function attempt(make: () => unknown): { readonly value: unknown } | { readonly error: unknown } {
  try {
    return { value: make() };
  } catch (error) {
    return { error };
  }
}

/** What stopped the evaluation. A fact that the expression asks for with `has()` did so only if no other is missing. */
function missingFacts(references: readonly FactReference[], values: Values): string[] {
  const nameOf = ({ step, fact }: FactReference) => `${step}.${fact}`;
  const absent = references.filter((one) => !isPresent(values, one));
  const asked = new Set(absent.filter(({ guarded }) => guarded).map(nameOf));
  const needed = [...new Set(absent.filter(({ guarded }) => !guarded).map(nameOf))];
  const unasked = needed.filter((name) => !asked.has(name));
  return unasked.length > 0 ? unasked : needed;
}

/** CEL's integers are bigints; diag's numbers are numbers. */
function plain(value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}

/** A step without facts still has a name: `has(step.fact)` is false of it. */
function emptySteps(references: readonly FactReference[]): Record<string, object> {
  return Object.fromEntries(references.map(({ step }) => [step, {}]));
}

function isPresent(values: Values, { step, fact }: FactReference): boolean {
  const facts = values[step];
  return typeof facts === "object" && facts !== null && Object.hasOwn(facts, fact);
}

/** The first line of a cel-js message: the rest draws the place, which diag does itself. */
export function messageOf(error: unknown): string {
  if (error instanceof Error && "summary" in error && typeof error.summary === "string") return error.summary;
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}
