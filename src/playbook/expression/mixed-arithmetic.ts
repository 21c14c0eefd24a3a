import type { Environment } from "@marcbachmann/cel-js";
import { notZero } from "./guard-division.ts";

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / notZero(b),
  "%": (a, b) => a % notZero(b),
};

/**
 * CEL keeps int and double apart; facts are doubles and people write `> 80` and `* 60`. Mixed operands are taken
 * as doubles, comparisons with `<` and `>` mix already.
 */
export function registerMixedArithmetic(environment: Environment): void {
  for (const [operator, apply] of Object.entries(arithmetic)) {
    const mixed = (a: number | bigint, b: number | bigint) => apply(Number(a), Number(b));
    environment.registerOperator(`double ${operator} int: double`, mixed);
    environment.registerOperator(`int ${operator} double: double`, mixed);
  }
  // CEL has a remainder of integers only.
  environment.registerOperator("double % double", (a: number, b: number) => a % notZero(b));
  environment.registerOperator("double == int", (a: number, b: bigint) => a === Number(b));
}
