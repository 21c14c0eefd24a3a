import type { Playbook, Step } from "../documents/playbook.generated.ts";
import { DiagError, type ErrorCode } from "../errors.ts";
import { suggest } from "../nearest-name.ts";
import type { ArgumentDeclaration } from "../tools/argument.ts";
import { type Expected, ExpressionChecker } from "./check-expression.ts";
import { checkParse } from "./check-parse.ts";
import { isStepName } from "./expression/reserved-names.ts";
import type { Scope } from "./expression/scope.ts";
import { splitTemplate, wholeExpression } from "./expression/template.ts";
import { type FindTool, scopeOfNeeds, staticScope } from "./playbook-scope.ts";
import { readValue } from "./read-value.ts";
import type { Path, SourceMap } from "./source-map.ts";

type Report = (error: DiagError) => void;
/** @param at Where in the step; `part` tells whether the value or its key is wrong. */
type Fail = (code: ErrorCode, message: string, at: Path, hint: string, part?: "value" | "key") => void;

/** What the schema says in words of a step's own limits. */
const limits = {
  timeout: { type: "duration", minimum: "1ms", maximum: "1d", description: "How long the step may take at most." },
  duration: { type: "duration", maximum: "1d", description: "How long the command is expected to run." },
  maxOutput: { type: "bytes", minimum: "1B", maximum: "1GiB", description: "How much the step may print at most." },
} as const satisfies Readonly<Record<string, ArgumentDeclaration>>;

/** What the schema cannot say of steps: names, arguments, order, and the expressions in them. */
export function checkSteps(
  playbook: Playbook,
  scope: Scope,
  findTool: FindTool,
  toolNames: readonly string[],
  source: SourceMap,
  report: Report,
): void {
  const { steps } = playbook.spec;
  const before = new ExpressionChecker(staticScope(scope), source, report, (name) =>
    Object.hasOwn(scope.steps, name)
      ? {
          message: `\`${name}\` is a step: its facts are not known yet`,
          hint: "Arguments and commands are set before anything runs: they may name params, target.kind and target.pid.",
        }
      : undefined,
  );
  const seen = new Set<string>();
  for (const [index, step] of steps.entries()) {
    const path: Path = ["spec", "steps", index];
    const fail: Fail = (code, message, at, hint, part = "value") =>
      report(new DiagError(code, message, { at: source[part]([...path, ...at]), hint }));
    if (!isStepName(step.id))
      fail(
        "duplicate-id",
        `\`${step.id}\` cannot be a step id: expressions have another use for the word`,
        ["id"],
        "Choose another.",
      );
    else if (seen.has(step.id))
      fail(
        "duplicate-id",
        `step id \`${step.id}\` is taken`,
        ["id"],
        "Expressions name a step by its id: choose another.",
      );
    seen.add(step.id);
    if (step.tool !== undefined) checkTool(step, findTool, toolNames, before, [...path, "with"], fail);
    for (const [word, text] of (step.run ?? []).entries()) before.template(text, [...path, "run", word]);
    if (step.parse !== undefined) checkParse(step.parse, [...path, "parse"], source, report);
    for (const [need, id] of (step.needs ?? []).entries()) {
      if (!steps.some((other) => other.id === id))
        fail(
          "unknown-step",
          `step \`${step.id}\` needs \`${id}\`, which there is not`,
          ["needs", need],
          suggest(
            id,
            steps.map((other) => other.id),
          ),
        );
    }
    for (const [key, limit] of Object.entries(limits) as [keyof typeof limits, ArgumentDeclaration][]) {
      const read = step[key] === undefined ? undefined : readValue(key, limit, step[key]);
      if (read?.ok === false) fail(read.code, read.message, [key], read.hint);
    }
    if (step.when !== undefined) {
      const afterNeeds = new ExpressionChecker(scopeOfNeeds(scope, step.needs ?? []), source, report, (name) =>
        Object.hasOwn(scope.steps, name)
          ? {
              message: `\`${name}\` may not be done when this step starts`,
              hint: `Wait for it: needs: [${[...(step.needs ?? []), name].join(", ")}].`,
            }
          : undefined,
      );
      afterNeeds.expression(step.when, [...path, "when"], "condition");
    }
  }
  const cycle = findCycle(steps);
  if (cycle !== undefined) {
    const index = steps.findIndex(({ id }) => id === cycle[0]);
    report(
      new DiagError("step-cycle", `steps need one another in a circle: ${cycle.join(" → ")}`, {
        at: source.value(["spec", "steps", index, "needs"]),
        hint: "Remove one of these needs.",
      }),
    );
  }
}

function checkTool(
  step: Step,
  findTool: FindTool,
  toolNames: readonly string[],
  expressions: ExpressionChecker,
  path: Path,
  fail: Fail,
): void {
  const name = step.tool ?? "";
  const tool = findTool(name);
  if (tool === undefined) return fail("unknown-tool", `unknown tool \`${name}\``, ["tool"], suggest(name, toolNames));
  for (const [argument, value] of Object.entries(step.with ?? {})) {
    const declaration = Object.hasOwn(tool.arguments, argument) ? tool.arguments[argument] : undefined;
    if (declaration === undefined) {
      fail(
        "unknown-argument",
        `${name} has no argument \`${argument}\``,
        ["with", argument],
        suggest(argument, Object.keys(tool.arguments)),
        "key",
      );
      continue;
    }
    const whole = typeof value === "string" ? wholeExpression(value) : undefined;
    if (whole !== undefined)
      expressions.expression(whole.source, [...path, argument], given[declaration.type], whole.start);
    else if (typeof value === "string" && splitTemplate(value).parts.some(({ kind }) => kind === "expression"))
      expressions.template(value, [...path, argument]);
    else {
      const read = readValue(argument, declaration, value);
      if (!read.ok) fail(read.code, read.message, ["with", argument], read.hint);
    }
  }
}

/** What expressions give for an argument of each type. */
const given: Readonly<Record<ArgumentDeclaration["type"], Expected>> = {
  string: "string",
  enum: "string",
  integer: "number",
  number: "number",
  duration: "number",
  bytes: "number",
  boolean: "boolean",
  list: "list",
};

/** The ids of steps that wait for one another, the first repeated at the end. */
function findCycle(steps: readonly Step[]): string[] | undefined {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const done = new Set<string>();
  const visit = (id: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(id)) return [...trail.slice(trail.indexOf(id)), id];
    if (done.has(id)) return undefined;
    done.add(id);
    for (const need of byId.get(id)?.needs ?? []) {
      const cycle = visit(need, [...trail, id]);
      if (cycle !== undefined) return cycle;
    }
    return undefined;
  };
  for (const { id } of steps) {
    const cycle = visit(id, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
