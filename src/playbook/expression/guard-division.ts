import { type ASTNode, type Environment, serialize } from "@marcbachmann/cel-js";
import { childrenOf } from "./references.ts";

/** No author writes this name: it takes the place of `/` where an expression is evaluated. */
const quotient = "__checkedQuotient";

/**
 * CEL follows IEEE 754: a fraction divided by zero is infinite, zero by zero no number. A rule would then hold, or pass,
 * over nothing. cel-js does not let its own `/` be replaced, so expressions that divide are evaluated as rewritten.
 */
export function registerGuardedDivision(environment: Environment): void {
  for (const left of ["double", "int"]) {
    for (const right of ["double", "int"]) {
      const both = left === "int" && right === "int";
      environment.registerFunction(
        `${quotient}(${left}, ${right}): ${both ? "int" : "double"}`,
        both ? integerQuotient : (a: number | bigint, b: number | bigint) => Number(a) / notZero(Number(b)),
      );
    }
  }
}

/** The expression with guarded divisions, or undefined where it has none. */
export function guardDivision(ast: ASTNode): string | undefined {
  return divides(ast) ? serialize(rewritten(ast) as ASTNode) : undefined;
}

/** What an operator divides by. @throws where that is zero. */
export function notZero(divisor: number): number {
  if (divisor === 0) throw new Error("division by zero");
  return divisor;
}

function integerQuotient(a: bigint, b: bigint): bigint {
  notZero(Number(b));
  return a / b;
}

function divides(node: ASTNode): boolean {
  return node.op === "/" || childrenOf(node).some(divides);
}

/** The arguments of a node are nodes, names, values, and lists of them. */
function rewritten(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(rewritten);
  if (typeof part !== "object" || part === null || !("op" in part && "args" in part)) return part;
  const args = rewritten(part.args);
  return part.op === "/" ? { op: "call", args: [quotient, args] } : { op: part.op, args };
}
