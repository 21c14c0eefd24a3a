import type { ASTNode } from "@marcbachmann/cel-js";

/** A fact that an expression names. */
export interface FactReference {
  readonly step: string;
  readonly fact: string;
  /** It stands in a `has()`: it may be absent without harm. */
  readonly guarded: boolean;
  /** Offsets of `step.fact` in the expression. */
  readonly start: number;
  readonly end: number;
}

/** Every `step.fact` of an expression, in the order in which they stand. `isStep` tells steps from other names. */
export function factReferences(ast: ASTNode, isStep: (name: string) => boolean): FactReference[] {
  const found: FactReference[] = [];
  const visit = (node: ASTNode, guarded: boolean, bound: ReadonlySet<string>): void => {
    if (node.op === "." && node.args[0].op === "id" && isStep(node.args[0].args) && !bound.has(node.args[0].args)) {
      found.push({ step: node.args[0].args, fact: node.args[1], guarded, start: node.args[0].start, end: node.end });
      return;
    }
    const isGuard = node.op === "call" && node.args[0] === "has";
    const inner = withBound(node, bound);
    for (const child of childrenOf(node)) visit(child, guarded || isGuard, child === receiverOf(node) ? bound : inner);
  };
  visit(ast, false, new Set());
  return found.toSorted((a, b) => a.start - b.start);
}

/** The names that an expression takes from outside. */
export function freeNames(ast: ASTNode, bound: ReadonlySet<string> = new Set()): string[] {
  if (ast.op === "id") return bound.has(ast.args) ? [] : [ast.args];
  const inner = withBound(ast, bound);
  return childrenOf(ast).flatMap((child) => freeNames(child, child === receiverOf(ast) ? bound : inner));
}

const macros = new Set(["all", "exists", "exists_one", "map", "filter"]);

/** `list.filter(name, …)` and its like bind a name for their other arguments: the names that a node's parts know. */
export function withBound(node: ASTNode, bound: ReadonlySet<string>): ReadonlySet<string> {
  const name = node.op === "rcall" && macros.has(node.args[0]) ? node.args[2][0] : undefined;
  return name?.op === "id" ? new Set([...bound, name.args]) : bound;
}

/** What stands before the dot of a call. */
export function receiverOf(node: ASTNode): ASTNode | undefined {
  return node.op === "rcall" ? node.args[1] : undefined;
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
