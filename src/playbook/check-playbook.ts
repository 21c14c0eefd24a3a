import satisfies from "semver/functions/satisfies.js";
import validRange from "semver/ranges/valid.js";
import type { Playbook, Section } from "../documents/playbook.generated.ts";
import { DiagError } from "../errors.ts";
import { suggest } from "../nearest-name.ts";
import type { FactDeclaration } from "../tools/fact-declaration.ts";
import { version } from "../version.ts";
import { ExpressionChecker, unknownFact } from "./check-expression.ts";
import { checkParams } from "./check-params.ts";
import { checkSteps } from "./check-steps.ts";
import type { Scope } from "./expression/scope.ts";
import { type FindTool, scopeOf } from "./playbook-scope.ts";
import type { Path, SourceMap } from "./source-map.ts";

/** Everything that the schema cannot say. Every error is found, not only the first. */
export function checkPlaybook(
  playbook: Playbook,
  source: SourceMap,
  findTool: FindTool,
  toolNames: readonly string[],
): DiagError[] {
  const errors: DiagError[] = [];
  const report = (error: DiagError) => errors.push(error);
  const { spec } = playbook;
  const scope = scopeOf(playbook, findTool);
  if (spec.engine !== undefined) checkEngine(spec.engine, source, report);
  checkParams(playbook, source, report);
  checkSteps(playbook, scope, findTool, toolNames, source, report);

  const expressions = new ExpressionChecker(scope, source, report);
  const seen = new Set<string>();
  for (const [index, check] of spec.checks.entries()) {
    const path: Path = ["spec", "checks", index];
    if (seen.has(check.id))
      report(
        new DiagError("duplicate-id", `check id \`${check.id}\` is taken`, {
          at: source.value([...path, "id"]),
          hint: "A finding is known by its check's id: choose another.",
        }),
      );
    seen.add(check.id);
    const own = check.let === undefined ? expressions : expressions.withNames(check.let, [...path, "let"]);
    for (const key of ["when", "fail", "warn", "info"] as const) {
      const text = check[key];
      if (text !== undefined) own.expression(text, [...path, key], "condition");
    }
    for (const key of ["message", "healthy", "remedy"] as const) {
      const text = check[key];
      if (text !== undefined) own.template(text, [...path, key]);
    }
    for (const [one, fact] of (check.evidence ?? []).entries())
      checkFact(fact, scope, [...path, "evidence", one], source, report);
  }
  if (spec.healthy !== undefined) expressions.template(spec.healthy, ["spec", "healthy"]);
  for (const [index, section] of (spec.report ?? []).entries()) {
    const joins = joinsChart(section, spec.report?.[index - 1]);
    checkSection(section, joins, scope, ["spec", "report", index], source, report);
  }
  return errors;
}

function checkEngine(range: string, source: SourceMap, report: (error: DiagError) => void): void {
  const at = source.value(["spec", "engine"]);
  if (validRange(range) === null)
    report(
      new DiagError("engine-range", `\`${range}\` is no range of versions`, {
        at,
        hint: "Write it as >=0.1 or >=0.1 <2.",
      }),
    );
  else if (!satisfies(version, range, { includePrerelease: true }))
    report(
      new DiagError("engine-range", `the playbook is for diag ${range}, this is ${version}`, {
        at,
        hint: "Use a diag of that version.",
      }),
    );
}

/** Which kinds of fact each kind of section can show. */
const shows: Record<Section["kind"], readonly FactDeclaration["kind"][]> = {
  flamegraph: ["profile"],
  chart: ["series"],
  stack: ["series"],
  table: ["table"],
  histogram: ["histogram"],
  heatmap: ["histogram-series"],
  text: ["string", "number", "boolean"],
};

/** Charts that follow one another under one title are one chart; so are stacks. */
function joinsChart({ kind, title }: Section, before: Section | undefined): boolean {
  const mayJoin = kind === "chart" || kind === "stack";
  return mayJoin && before?.kind === kind && title !== undefined && before.title === title;
}

/** @param joins It stands in a chart with the section before it: a number is drawn there to compare with. */
function checkSection(
  section: Section,
  joins: boolean,
  scope: Scope,
  path: Path,
  source: SourceMap,
  report: (error: DiagError) => void,
): void {
  const fact = checkFact(section.fact, scope, [...path, "fact"], source, report);
  if (section.trend && fact !== undefined && fact.kind !== "series")
    report(
      new DiagError("expression-type", `a trend is one of a series; \`${section.fact}\` is a ${fact.kind}`, {
        at: source.value([...path, "trend"]),
        hint: "Leave trend out.",
      }),
    );
  if (section.mark && fact !== undefined && (fact.kind !== "series" || section.kind !== "chart" || !joins))
    report(
      new DiagError("expression-type", "a mark is a series that joins the chart above it, under the same title", {
        at: source.value([...path, "mark"]),
        hint: "Leave mark out, or move the section below the chart.",
      }),
    );
  if (fact === undefined || shows[section.kind].includes(fact.kind)) return;
  if (fact.kind === "number" && joins) return;
  const better = Object.entries(shows).find(([, kinds]) => kinds.includes(fact.kind))?.[0];
  report(
    new DiagError(
      "expression-type",
      `a ${section.kind} shows a ${shows[section.kind].join(" or ")}; \`${section.fact}\` is a ${fact.kind}`,
      {
        at: source.value([...path, "fact"]),
        hint: `Use kind: ${better}.`,
      },
    ),
  );
}

function checkFact(
  reference: string,
  scope: Scope,
  path: Path,
  source: SourceMap,
  report: (error: DiagError) => void,
): FactDeclaration | undefined {
  const [step = "", ...rest] = reference.split(".");
  const name = rest.join(".");
  const declared = Object.hasOwn(scope.steps, step) ? scope.steps[step] : undefined;
  const at = source.value(path);
  if (declared === undefined) {
    report(
      new DiagError("unknown-step", `unknown step \`${step}\` in \`${reference}\``, {
        at,
        hint: suggest(step, Object.keys(scope.steps)),
      }),
    );
    return undefined;
  }
  if (declared.unknown) return undefined;
  const fact = Object.hasOwn(declared.facts, name) ? declared.facts[name] : undefined;
  if (fact === undefined) {
    const { message, hint } = unknownFact(step, name, declared);
    report(new DiagError("unknown-fact", message, { at, hint }));
  }
  return fact;
}
