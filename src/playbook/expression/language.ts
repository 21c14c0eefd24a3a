import type { Unit } from "../../documents/facts.generated.ts";
import { formatNumber, formatQuantity } from "../../documents/format-quantity.ts";
import {
  compileDefinition,
  compileExpression,
  type Definition,
  type Evaluated,
  type Expression,
  type Values,
} from "./expression.ts";
import { environmentOf, type Scope } from "./scope.ts";
import { splitTemplate } from "./template.ts";
import { unitOf } from "./unit-of.ts";

export interface Template {
  readonly references: Expression["references"];
  render(values: Values): Evaluated<string>;
}

/** Whom a template is written for: people read numbers with their units, programs read digits. */
export type Reader = "people" | "programs";

/** Compiles expressions and templates of one playbook. */
export interface Language {
  readonly expression: (source: string) => Expression;
  readonly template: (text: string, reader?: Reader) => Template;
}

/** @param names What names stand for (`let`): each may use those before it. */
export function languageOf(scope: Scope, names: Readonly<Record<string, string>> = {}): Language {
  const environment = environmentOf(scope);
  const isStep = (name: string) => Object.hasOwn(scope.steps, name);
  const definitions: Definition[] = [];
  for (const [name, source] of Object.entries(names))
    definitions.push(compileDefinition(name, source, environment, isStep, definitions));
  const expression = (source: string) => compileExpression(source, environment, isStep, definitions);
  return { expression, template: (text, reader = "people") => compileTemplate(text, expression, scope, reader) };
}

function compileTemplate(text: string, compile: Language["expression"], scope: Scope, reader: Reader): Template {
  const parts = splitTemplate(text).parts.map((part) => {
    if (part.kind === "text") return part;
    const expression = compile(part.source);
    return { kind: "expression" as const, expression, unit: unitOf(expression.ast, scope) };
  });
  return {
    references: parts.flatMap((part) => (part.kind === "expression" ? part.expression.references : [])),
    render(values) {
      let rendered = "";
      for (const part of parts) {
        if (part.kind === "text") {
          rendered += part.text;
          continue;
        }
        const result = part.expression.evaluate(values);
        if (result.kind !== "value") return result;
        const { value } = result;
        rendered += typeof value === "number" && reader === "people" ? numberText(value, part.unit) : String(value);
      }
      return { kind: "value", value: rendered };
    },
  };
}

function numberText(value: number, unit: Unit | undefined): string {
  return unit === undefined ? formatNumber(value) : formatQuantity(value, unit);
}
