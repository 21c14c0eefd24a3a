import type { ASTNode } from "@marcbachmann/cel-js";

/** A fact that an expression names. */
export interface FactReference {
  readonly step: string;
  readonly fact: string;
  /** Only asked for with `has()`: it may be absent without harm. */
  readonly guarded: boolean;
  /** Offsets of `step.fact` in the expression. */
  readonly start: number;
  readonly end: number;
}

/** Every `step.fact` of an expression, in the order in which they stand. `isStep` tells steps from other names. */
export function factReferences(ast: ASTNode, isStep: (name: string) => boolean): FactReference[] {
  const found: FactReference[] = [];
  const visit = (node: ASTNode, guarded: boolean): void => {
    if (node.op === "." && node.args[0].op === "id" && isStep(node.args[0].args)) {
      found.push({ step: node.args[0].args, fact: node.args[1], guarded, start: node.args[0].start, end: node.end });
      return;
    }
    const isGuard = node.op === "call" && node.args[0] === "has";
    for (const child of childrenOf(node)) visit(child, guarded || isGuard);
  };
  visit(ast, false);
  return found.toSorted((a, b) => a.start - b.start);
}

/** The arguments of a node are nodes, names, and lists of either. */
export function childrenOf(node: ASTNode): ASTNode[] {
  const children: ASTNode[] = [];
  const gather = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(gather);
    else if (isNode(value)) children.push(value);
  };
  gather(node.args);
  return children;
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === "object" && value !== null && "op" in value && "args" in value;
}
