import type { ASTNode, ParseResult } from "@marcbachmann/cel-js";
import { DiagError, type ErrorCode } from "../errors.ts";
import { nearestName, suggest } from "../nearest-name.ts";
import { childrenOf, receiverOf, withBound } from "./expression/references.ts";
import { isStepName } from "./expression/reserved-names.ts";
import { environmentOf, type Scope, type StepScope, targetNames } from "./expression/scope.ts";
import { splitTemplate } from "./expression/template.ts";
import { expressionProblem, partsOf, typeName } from "./expression-problem.ts";
import type { Path, SourceMap } from "./source-map.ts";

/** What the place of an expression asks of its value: any value fits `any`, single values fit a text. */
export type Expected = "any" | "condition" | "text" | "number" | "string" | "boolean" | "list";

const isSingle = (type: string) => ["double", "int", "uint", "string", "bool"].includes(type);
const isNumber = (type: string) => ["double", "int", "uint"].includes(type);

/** Says what is wrong with a value of a CEL type. */
const expectations: Readonly<Record<Expected, (type: string) => string | undefined>> = {
  any: () => undefined,
  condition: (type) => (type === "bool" ? undefined : `a condition is true or false; this is ${typeName(type)}`),
  text: (type) => (isSingle(type) ? undefined : `${typeName(type)} cannot be written in a text`),
  number: (type) => (isNumber(type) ? undefined : `this must be a number; it is ${typeName(type)}`),
  string: (type) => (type === "string" ? undefined : `this must be a string; it is ${typeName(type)}`),
  boolean: (type) => (type === "bool" ? undefined : `this must be true or false; it is ${typeName(type)}`),
  list: (type) => (type.startsWith("list") ? undefined : `this must be a list; it is ${typeName(type)}`),
};

const hints: Readonly<Record<Expected, string>> = {
  any: "",
  condition: "Compare it with something.",
  text: "Name a part of it that is a single value.",
  number: "A duration is a number of seconds, a size a number of bytes.",
  string: "Write a number as a text with string(…).",
  boolean: "Compare it with something.",
  list: "Write a list as [a, b].",
};

/** Of characters. What cel-js reads without end (`!!!!…`) would cost the stack. */
const maxLength = 4_000;

/** Checks the expressions that stand in one scope; what is wrong goes to `report`. */
export class ExpressionChecker {
  readonly #scope: Scope;
  readonly #source: SourceMap;
  readonly #report: (error: DiagError) => void;
  readonly #outOfReach: (name: string) => Problem | undefined;
  readonly #environment: ReturnType<typeof environmentOf>;
  readonly #names = new Set<string>();

  /** @param outOfReach Says why a name that others may use cannot be used here. */
  constructor(
    scope: Scope,
    source: SourceMap,
    report: (error: DiagError) => void,
    outOfReach: (name: string) => Problem | undefined = () => undefined,
  ) {
    this.#outOfReach = outOfReach;
    this.#scope = scope;
    this.#source = source;
    this.#report = report;
    this.#environment = environmentOf(scope);
  }

  /** @returns one that also knows these names. @param path Where they are given; each may use those before it. */
  withNames(definitions: Readonly<Record<string, string>>, path: Path): ExpressionChecker {
    const checker = new ExpressionChecker(this.#scope, this.#source, this.#report, this.#outOfReach);
    for (const [name, text] of Object.entries(definitions)) {
      const fail = (code: ErrorCode, message: string, hint: string) =>
        this.#report(new DiagError(code, message, { at: this.#source.key([...path, name]), hint }));
      if (checker.#hasName(name) || !isStepName(name)) {
        fail("duplicate-id", `\`${name}\` has a meaning already`, "Choose another name.");
        continue;
      }
      const type = checker.expression(text, [...path, name], "any");
      // Rows of a whole table cannot be taken by number.
      if (type.startsWith("list<") && /^\w+\.\w+$/.test(text))
        fail("expression-type", `\`${name}\` is a whole table`, `Choose rows: ${text}.filter(row, row.column > 0).`);
      checker.#environment.registerVariable(name, type);
      checker.#names.add(name);
    }
    return checker;
  }

  /**
   * @param path Where the text stands.
   * @param expected What its value must be. @param start Where in the text the expression begins.
   * @returns its CEL type; `dyn` where that is not known.
   */
  expression(text: string, path: Path, expected: Expected, start = 0): string {
    const fail = (code: ErrorCode, message: string, hint: string, from: number, to: number) => {
      this.#report(new DiagError(code, message, { at: this.#source.within(path, start + from, start + to), hint }));
      return "dyn";
    };
    const broken = (code: ErrorCode, error: unknown) => {
      const { start: from, end: to } = rangeOf(error) ?? { start: 0, end: text.length };
      const problem = expressionProblem(error, {
        source: text,
        at: text.slice(from, to),
        environment: this.#environment,
        scope: this.#scope,
      });
      return fail(code, problem.message, problem.hint, from, to);
    };
    if (text.length > maxLength)
      return fail("expression-syntax", "the expression is too long", "Write it as several checks.", 0, text.length);
    let parsed: ParseResult;
    try {
      parsed = this.#environment.parse(text);
    } catch (error) {
      return broken("expression-syntax", error);
    }
    const unknown = this.#unknownNames(parsed.ast, new Set());
    for (const one of unknown) fail(one.code, one.message, one.hint, one.start, one.end);
    if (unknown.length > 0) return "dyn";

    const { valid, type = "dyn", error } = parsed.check();
    if (!valid) return broken("expression-type", error);
    const wrong = type === "dyn" ? undefined : expectations[expected](type);
    return wrong === undefined
      ? type
      : fail("expression-type", wrong, partsOf(type) ?? hints[expected], 0, text.length);
  }

  /** Checks every `${{ }}` of a text. */
  template(text: string, path: Path): void {
    const { parts, unclosedAt } = splitTemplate(text);
    if (unclosedAt !== undefined) {
      const at = this.#source.within(path, unclosedAt, unclosedAt + 3);
      this.#report(
        new DiagError("expression-syntax", "`${{` is never closed", { at, hint: "End the expression with `}}`." }),
      );
    }
    for (const part of parts) if (part.kind === "expression") this.expression(part.source, path, "text", part.start);
  }

  /** Names that the scope does not have. cel-js finds only the first, and does not say what there is. */
  #unknownNames(ast: ASTNode, bound: ReadonlySet<string>): UnknownName[] {
    if (ast.op === "id")
      return bound.has(ast.args) || this.#hasName(ast.args) ? [] : [this.#unknownRoot(ast.args, ast)];
    if (ast.op === "." && ast.args[0].op === "id" && !bound.has(ast.args[0].args)) {
      const [root, name] = [ast.args[0].args, ast.args[1]];
      if (!this.#hasName(root)) return [this.#unknownRoot(root, ast.args[0])];
      if (this.#scope.steps[root]?.unknown || this.#names.has(root)) return [];
      const known = this.#membersOf(root);
      return known.includes(name) ? [] : [this.#unknownMember(root, name, known, ast)];
    }
    const inner = withBound(ast, bound);
    const row = ast.op === "[]" ? this.#rowByNumber(ast) : undefined;
    if (row !== undefined) return [row];
    return childrenOf(ast).flatMap((child) => this.#unknownNames(child, child === receiverOf(ast) ? bound : inner));
  }

  /** cel-js types the rows of a table when a macro walks them, not when they are taken by number: that breaks late. */
  #rowByNumber({ args: [left], start, end }: ASTNode & { readonly op: "[]" }): UnknownName | undefined {
    if (left.op !== "." || left.args[0].op !== "id") return undefined;
    const [step, fact] = [left.args[0].args, left.args[1]];
    if (this.#scope.steps[step]?.facts[fact]?.kind !== "table") return undefined;
    const hint = `Choose rows first: ${step}.${fact}.filter(row, row.column > 0)[0].`;
    return {
      code: "expression-type",
      message: "rows cannot be taken by number from the whole table",
      hint,
      start,
      end,
    };
  }

  #hasName(name: string): boolean {
    return name === "params" || name === "target" || Object.hasOwn(this.#scope.steps, name) || this.#names.has(name);
  }

  #membersOf(root: string): string[] {
    if (root === "params") return Object.keys(this.#scope.params);
    if (root === "target") return [...targetNames(this.#scope)];
    return Object.keys(this.#scope.steps[root]?.facts ?? {});
  }

  #unknownRoot(name: string, { start, end }: ASTNode): UnknownName {
    const known = ["params", "target", ...Object.keys(this.#scope.steps), ...this.#names];
    const reach = this.#outOfReach(name);
    if (reach !== undefined) return { code: "unknown-name", ...reach, start, end };
    return { code: "unknown-name", message: `unknown name \`${name}\``, hint: suggest(name, known), start, end };
  }

  #unknownMember(root: string, name: string, known: readonly string[], { start, end }: ASTNode): UnknownName {
    const step = this.#scope.steps[root];
    if (step !== undefined) return { code: "unknown-fact", ...unknownFact(root, name, step), start, end };
    const message = `unknown name \`${root}.${name}\``;
    return {
      code: "unknown-name",
      message,
      hint: suggest(
        `${root}.${name}`,
        known.map((one) => `${root}.${one}`),
      ),
      start,
      end,
    };
  }
}

/** A fact that the step does not have, and those that it has. */
export function unknownFact(
  step: string,
  name: string,
  { label, facts }: StepScope,
): { readonly message: string; readonly hint: string } {
  const known = Object.keys(facts);
  const list = known.map((fact) => `\`${step}.${fact}\``).join(", ");
  const nearest = nearestName(name, known);
  const hint = nearest === undefined ? "Name one of these." : `Did you mean \`${step}.${nearest}\`?`;
  return { message: `unknown fact \`${step}.${name}\`; ${label} has ${list || "no facts"}`, hint };
}

function rangeOf(error: unknown): { readonly start: number; readonly end: number } | undefined {
  return (error as { range?: { start: number; end: number } } | undefined)?.range;
}

interface Problem {
  readonly message: string;
  readonly hint: string;
}

interface UnknownName extends Problem {
  readonly code: "unknown-name" | "unknown-fact" | "expression-type";
  readonly start: number;
  readonly end: number;
}
