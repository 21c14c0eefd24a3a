import { type ASTNode, ParseError } from "@marcbachmann/cel-js";
import { DiagError } from "../errors.ts";
import { messageOf } from "./expression/expression.ts";
import { childrenOf } from "./expression/references.ts";
import { environmentOf, type Scope, targetFields } from "./expression/scope.ts";
import { splitTemplate } from "./expression/template.ts";
import { nearestName, suggest } from "./nearest-name.ts";
import type { Path, SourceMap } from "./source-map.ts";

/** Checks the expressions that stand in one scope; what is wrong goes to `report`. */
export class ExpressionChecker {
  readonly #scope: Scope;
  readonly #source: SourceMap;
  readonly #report: (error: DiagError) => void;
  readonly #environment: ReturnType<typeof environmentOf>;

  constructor(scope: Scope, source: SourceMap, report: (error: DiagError) => void) {
    this.#scope = scope;
    this.#source = source;
    this.#report = report;
    this.#environment = environmentOf(scope);
  }

  /** @param path Where the text stands. @param start Where in it the expression begins. @returns its CEL type. */
  expression(text: string, path: Path, expected?: "bool", start = 0): string | undefined {
    const fail = (code: "expression-syntax" | "expression-type" | "unknown-fact" | "unknown-name", message: string, hint: string | undefined, from: number, to: number) =>
      this.#report(new DiagError(code, message, { at: this.#source.within(path, start + from, start + to), ...(hint === undefined ? {} : { hint }) }));
    let ast: ASTNode;
    try {
      ast = this.#environment.parse(text).ast;
    } catch (error) {
      const { start: from = 0, end: to = text.length } = (error instanceof ParseError && error.range) || {};
      fail("expression-syntax", `${messageOf(error)} in \`${text}\``, "Expressions are CEL: see docs/playbook-language.md.", from, to);
      return undefined;
    }
    const unknown = this.#unknownNames(ast, new Set());
    for (const one of unknown) fail(one.code, one.message, one.hint, one.start, one.end);
    if (unknown.length > 0) return undefined;

    const { valid, type, error } = this.#environment.check(text);
    if (!valid) {
      const { start: from = 0, end: to = text.length } = error?.range ?? {};
      fail("expression-type", `${messageOf(error)} in \`${text}\``, undefined, from, to);
      return undefined;
    }
    if (expected !== undefined && type !== expected && type !== "dyn") {
      fail("expression-type", `\`${text}\` is ${type}; a condition must be bool`, "Compare it with something.", 0, text.length);
    }
    return type;
  }

  /** Checks every `${{ }}` of a text. */
  template(text: string, path: Path): void {
    const { parts, unclosedAt } = splitTemplate(text);
    if (unclosedAt !== undefined) {
      const at = this.#source.within(path, unclosedAt, unclosedAt + 3);
      this.#report(new DiagError("expression-syntax", "`${{` is never closed", { at, hint: "End the expression with `}}`." }));
    }
    for (const part of parts) if (part.kind === "expression") this.expression(part.source, path, undefined, part.start);
  }

  /** Names that the scope does not have. cel-js finds only the first, and does not say what there is. */
  #unknownNames(ast: ASTNode, bound: ReadonlySet<string>): UnknownName[] {
    if (ast.op === "id") return bound.has(ast.args) || this.#hasName(ast.args) ? [] : [this.#unknownRoot(ast.args, ast)];
    if (ast.op === "." && ast.args[0].op === "id" && !bound.has(ast.args[0].args)) {
      const [root, name] = [ast.args[0].args, ast.args[1]];
      if (!this.#hasName(root)) return [this.#unknownRoot(root, ast.args[0])];
      if (this.#scope.steps[root]?.unknown) return [];
      const known = this.#membersOf(root);
      return known.includes(name) ? [] : [this.#unknownMember(root, name, known, ast)];
    }
    // `list.filter(name, …)` and its like bind a name for their other arguments.
    const bindsFirst = ast.op === "rcall" && macros.has(ast.args[0]) ? ast.args[2][0] : undefined;
    const inner = bindsFirst?.op === "id" ? new Set([...bound, bindsFirst.args]) : bound;
    return childrenOf(ast).flatMap((child) => this.#unknownNames(child, inner));
  }

  #hasName(name: string): boolean {
    return name === "params" || name === "target" || Object.hasOwn(this.#scope.steps, name);
  }

  #membersOf(root: string): string[] {
    if (root === "params") return Object.keys(this.#scope.params);
    if (root === "target") return Object.keys(targetFields);
    return Object.keys(this.#scope.steps[root]?.facts ?? {});
  }

  #unknownRoot(name: string, { start, end }: ASTNode): UnknownName {
    const known = ["params", "target", ...Object.keys(this.#scope.steps)];
    return { code: "unknown-name", message: `unknown name \`${name}\``, hint: suggest(name, known), start, end };
  }

  #unknownMember(root: string, name: string, known: readonly string[], { start, end }: ASTNode): UnknownName {
    const step = this.#scope.steps[root];
    if (step === undefined) return { code: "unknown-name", message: `unknown name \`${root}.${name}\``, hint: suggest(name, known), start, end };
    const list = known.map((fact) => `\`${root}.${fact}\``).join(", ");
    const nearest = nearestName(name, known);
    const hint = nearest === undefined ? "Name one of these." : `Did you mean \`${root}.${nearest}\`?`;
    return { code: "unknown-fact", message: `unknown fact \`${root}.${name}\`; ${step.label} has ${list || "no facts"}`, hint, start, end };
  }
}

const macros = new Set(["all", "exists", "exists_one", "map", "filter"]);

interface UnknownName {
  readonly code: "unknown-name" | "unknown-fact";
  readonly message: string;
  readonly hint: string;
  readonly start: number;
  readonly end: number;
}
