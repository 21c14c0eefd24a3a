import type { Environment } from "@marcbachmann/cel-js";
import { nearestName } from "../nearest-name.ts";
import { messageOf } from "./expression/expression.ts";
import { type Scope, typesOf } from "./expression/scope.ts";

/** What is wrong with an expression, in the author's words. */
export interface ExpressionProblem {
  readonly message: string;
  readonly hint: string;
}

const reference = "Expressions are CEL: see docs/playbook-language.md.";

/** cel-js's error as a sentence and advice. */
export function expressionProblem(error: unknown, context: ExpressionContext): ExpressionProblem {
  const summary = messageOf(error);
  for (const [pattern, explain] of explanations) {
    const match = pattern.exec(summary);
    if (match !== null) return explain(match.slice(1), context, error);
  }
  return { message: summary, hint: reference };
}

export interface ExpressionContext {
  readonly source: string;
  /** The part of it that the error is about. */
  readonly at: string;
  readonly environment: Environment;
  readonly scope: Scope;
}

type Explanation = readonly [
  RegExp,
  (parts: readonly string[], context: ExpressionContext, error: unknown) => ExpressionProblem,
];

const explanations: readonly Explanation[] = [
  [
    /^(?:Unexpected token|Unexpected character|Expected)/,
    (_parts, context, error) => unexpected(context, messageOf(error)),
  ],
  [/^Unterminated string/, () => ({ message: "this string is never closed", hint: "End it with the same quote." })],
  [
    /^Reserved identifier: (.+)/,
    ([word]) => ({ message: `\`${word}\` is a word that CEL keeps for itself`, hint: "Choose another name." }),
  ],
  [
    /^Exceeded (\w+) \((\d+)\)/,
    ([limit, count]) => ({
      message: limit === "maxDepth" ? `the expression is nested more than ${count} deep` : "the expression is too long",
      hint: "Write it as several checks.",
    }),
  ],
  [
    /^no such overload: (\S+) (\S+) (\S+)$/,
    ([left, operator, right]) => ({
      message: `\`${operator}\` cannot stand between ${typeName(left)} and ${typeName(right)}`,
      hint: partsOf(left) ?? partsOf(right) ?? reference,
    }),
  ],
  [
    /^no such overload: ([!-])(.+)/,
    ([operator, type]) => ({
      message: `\`${operator}\` cannot stand before ${typeName(type)}`,
      hint: partsOf(type) ?? reference,
    }),
  ],
  [/^found no matching overload for '(?:(.+)\.)?(\w+)\((.*)\)'$/, wrongCall],
  [/^No such key: (.+)/, noSuchPart],
  [
    /^Cannot index type '(.+)'/,
    ([type], { at }) => ({
      message: `${typeName(type)} has no \`${at}\``,
      hint: "It is a single value: name it without what follows.",
    }),
  ],
  [
    /^List index must be int/,
    (_parts, { at }) => ({
      message: `a table has rows, each of which has \`${at}\``,
      hint: `Ask of its rows: .exists(row, row.${at} > 0), .all(…), .filter(…).`,
    }),
  ],
  [
    /^Logical operator requires bool operands, got '(.+)'/,
    ([type]) => ({
      message: `\`&&\` and \`||\` join conditions; this is ${typeName(type)}`,
      hint: partsOf(type) ?? "Compare it with something.",
    }),
  ],
  [
    /^Ternary condition must be bool, got '(.+)'/,
    ([type]) => ({
      message: `what stands before \`?\` is a condition; this is ${typeName(type)}`,
      hint: "Compare it with something.",
    }),
  ],
  [/^(?:Ternary branches|List elements) must have the same type.* '(.+)'.* '(.+)'/, differentTypes],
  [/^has\(\) invalid argument/, () => ({ message: "`has()` asks for one fact", hint: "Write has(step.fact)." })],
  [
    /iteration variable/,
    () => ({ message: "the first argument names each row", hint: "Write .exists(row, row.column > 0)." }),
  ],
];

function unexpected({ source, at }: ExpressionContext, summary: string): ExpressionProblem {
  const closing = /^Expected (\w+)/.exec(summary)?.[1];
  const wanted = closing === undefined ? undefined : punctuation[closing];
  if (source.trim() === "") return { message: "the expression is empty", hint: reference };
  if (source.startsWith("${{"))
    return { message: "a condition is an expression as it stands", hint: "Write it without `${{` and `}}`." };
  if (at.trim() === "")
    return {
      message: wanted === undefined ? "the expression ends too early" : `the expression ends without ${wanted}`,
      hint: reference,
    };
  const meant =
    at === "="
      ? "To compare, write `==`."
      : at === "&" || at === "|"
        ? `To join conditions, write \`${at}${at}\`.`
        : reference;
  return {
    message: wanted === undefined ? `\`${at}\` does not belong here` : `\`${at}\` stands where ${wanted} belongs`,
    hint: meant,
  };
}

const punctuation: Readonly<Record<string, string>> = {
  RPAREN: "`)`",
  RBRACKET: "`]`",
  RBRACE: "`}`",
  LPAREN: "`(`",
  IDENTIFIER: "a name",
  COLON: "`:`",
  COMMA: "`,`",
};

function wrongCall(
  [receiver, name = "", types = ""]: readonly string[],
  { environment }: ExpressionContext,
): ExpressionProblem {
  const functions = environment
    .getDefinitions()
    .functions.filter(({ receiverType }) => (receiver === undefined) === (receiverType === null));
  const same = functions.filter((one) => one.name === name);
  if (same.length === 0) {
    const what =
      receiver === undefined ? `there is no function \`${name}\`` : `${typeName(receiver)} has no \`${name}()\``;
    const nearest = nearestName(
      name,
      functions.map((one) => one.name),
    );
    return { message: what, hint: nearest === undefined ? reference : `Did you mean \`${nearest}\`?` };
  }
  const given = types === "" ? "nothing" : types.split(", ").map(typeName).join(" and ");
  const signatures = new Set(
    same.map(({ params }) => `${name}(${params.map(({ type }) => plainName(type)).join(", ")})`),
  );
  return { message: `\`${name}\` cannot be given ${given}`, hint: `It is ${[...signatures].join(" or ")}.` };
}

function noSuchPart([part = ""]: readonly string[], { scope }: ExpressionContext, error: unknown): ExpressionProblem {
  const type = leftTypeOf(error);
  if (type === undefined) return { message: `there is no \`${part}\``, hint: reference };
  const known = Object.keys(typesOf(scope)[type] ?? {});
  const nearest = nearestName(part, known);
  const list = `It has ${known.map((one) => `\`${one}\``).join(", ")}.`;
  return {
    message: `${typeName(type)} has no \`${part}\``,
    hint: nearest === undefined ? list : `Did you mean \`${nearest}\`? ${list}`,
  };
}

/** The type of what stands before the dot: cel-js leaves it in the tree. */
function leftTypeOf(error: unknown): string | undefined {
  const { node } = error as { node?: { args?: readonly { checkedType?: { name?: unknown } }[] } };
  const name = node?.args?.[0]?.checkedType?.name;
  return typeof name === "string" ? name : undefined;
}

function differentTypes([left, right]: readonly string[]): ExpressionProblem {
  const isNumbers = [left, right].every((type) => type === "int" || type === "double");
  const message = isNumbers
    ? "one of these is a whole number, the other has a fraction"
    : `one of these is ${typeName(left)}, the other ${typeName(right)}`;
  return {
    message,
    hint: isNumbers ? "Write whole numbers with a fraction too: 0.0 for 0." : "Both must be of one type.",
  };
}

/** The parts of a fact that is no single value. */
const parts: Readonly<Record<string, string>> = {
  Series: "Name a part of it: `.first`, `.last`, `.min`, `.max`, `.mean`, `.trend.slope`, `.trend.r2`.",
  Histogram: "Name a part of it: `.count`, `.p50`, `.p90`, `.p99`, `.max`.",
  Profile: "Name a part of it: `.total`, `.stacks`.",
  Trend: "Name a part of it: `.slope`, `.r2`.",
};

/** What an author can name of a type, as advice; undefined of single values. */
export function partsOf(type = ""): string | undefined {
  if (type.startsWith("list")) return "Ask of its rows with .exists(row, …), .all(row, …) or size(…).";
  return parts[type];
}

/** A CEL type with its article. */
export function typeName(type = ""): string {
  const name = plainName(type);
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}

function plainName(type: string): string {
  if (type === "double" || type === "int" || type === "uint") return "number";
  if (type === "bool") return "boolean";
  if (type.startsWith("list<Row_")) return "table";
  if (type.startsWith("list")) return "list";
  if (type.startsWith("Row_")) return "row";
  if (type.startsWith("Step_")) return "step";
  if (type.startsWith("google.protobuf.")) return type.slice("google.protobuf.".length).toLowerCase();
  return /^[A-Z]/.test(type) ? type.toLowerCase() : type;
}
