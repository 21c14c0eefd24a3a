import type { ASTNode } from "@marcbachmann/cel-js";
import type { Unit } from "../../documents/facts.generated.ts";
import type { Scope } from "./scope.ts";

/**
 * The unit of an expression that does nothing but name a number: `step.fact`, a part of a series, histogram or
 * profile, or a param. Anything computed has none, and says its unit with a function.
 */
export function unitOf(ast: ASTNode, scope: Scope): Unit | undefined {
  const path = namePath(ast);
  if (path === undefined) return undefined;
  const [root = "", name = "", ...rest] = path;
  if (root === "params" && rest.length === 0) {
    const type = scope.params[name]?.type;
    return type === "duration" ? "seconds" : type === "bytes" ? "bytes" : undefined;
  }
  const fact = scope.steps[root]?.facts[name];
  if (fact === undefined || !("unit" in fact) || fact.unit === undefined) return undefined;
  const part = rest.join(".");
  switch (fact.kind) {
    case "number":
      return part === "" ? fact.unit : undefined;
    case "series":
      if (!part.startsWith("trend")) return fact.unit;
      return part !== "trend.r2" && fact.unit === "bytes" ? "bytes-per-second" : undefined;
    case "histogram":
    case "histogram-series":
      return part === "count" ? "count" : fact.unit;
    case "profile":
      return part === "total" ? fact.unit : undefined;
    default:
      return undefined;
  }
}

function namePath(ast: ASTNode): string[] | undefined {
  if (ast.op === "id") return [ast.args];
  if (ast.op !== ".") return undefined;
  const left = namePath(ast.args[0]);
  return left && [...left, ast.args[1]];
}
