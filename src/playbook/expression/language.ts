import { formatNumber, formatQuantity } from "../../documents/format-quantity.ts";
import { compileExpression, type Evaluated, type Expression, type Values } from "./expression.ts";
import { environmentOf, type Scope } from "./scope.ts";
import { splitTemplate } from "./template.ts";
import { unitOf } from "./unit-of.ts";

export interface Template {
  readonly references: Expression["references"];
  render(values: Values): Evaluated<string>;
}

/** Compiles the expressions and templates of one playbook. */
export interface Language {
  readonly expression: (source: string) => Expression;
  readonly template: (text: string) => Template;
}

export function languageOf(scope: Scope): Language {
  const environment = environmentOf(scope);
  const isStep = (name: string) => Object.hasOwn(scope.steps, name);
  const expression = (source: string) => compileExpression(source, environment, isStep);
  return { expression, template: (text) => compileTemplate(text, expression, scope) };
}

function compileTemplate(text: string, compile: Language["expression"], scope: Scope): Template {
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
        if (typeof value === "number")
          rendered += part.unit === undefined ? formatNumber(value) : formatQuantity(value, part.unit);
        else rendered += String(value);
      }
      return { kind: "value", value: rendered };
    },
  };
}
