import satisfies from "semver/functions/satisfies.js";
import validRange from "semver/ranges/valid.js";
import type { Playbook, Section } from "../documents/playbook.generated.ts";
import { DiagError } from "../errors.ts";
import type { FactDeclaration } from "../tools/fact-declaration.ts";
import { version } from "../version.ts";
import { ExpressionChecker } from "./check-expression.ts";
import { checkSteps } from "./check-steps.ts";
import type { Scope } from "./expression/scope.ts";
import { suggest } from "./nearest-name.ts";
import { type FindTool, scopeOf } from "./playbook-scope.ts";
import { readValue } from "./read-value.ts";
import type { Path, SourceMap } from "./source-map.ts";

/** Everything that the schema cannot say. Every error is found, not only the first. */
export function checkPlaybook(playbook: Playbook, source: SourceMap, findTool: FindTool, toolNames: readonly string[]): DiagError[] {
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
    if (seen.has(check.id)) report(new DiagError("duplicate-id", `check id \`${check.id}\` is taken`, { at: source.value([...path, "id"]), hint: "A finding is known by its check's id: choose another." }));
    seen.add(check.id);
    for (const key of ["when", "fail", "warn", "info"] as const) {
      const text = check[key];
      if (text !== undefined) expressions.expression(text, [...path, key], "bool");
    }
    for (const key of ["message", "healthy", "remedy"] as const) {
      const text = check[key];
      if (text !== undefined) expressions.template(text, [...path, key]);
    }
    for (const [one, fact] of (check.evidence ?? []).entries()) checkFact(fact, scope, [...path, "evidence", one], source, report);
  }
  if (spec.healthy !== undefined) expressions.template(spec.healthy, ["spec", "healthy"]);
  for (const [index, section] of (spec.report ?? []).entries()) checkSection(section, scope, ["spec", "report", index], source, report);
  return errors;
}

function checkEngine(range: string, source: SourceMap, report: (error: DiagError) => void): void {
  const at = source.value(["spec", "engine"]);
  if (validRange(range) === null) report(new DiagError("engine-range", `\`${range}\` is no range of versions`, { at, hint: "Write it as >=0.1 or >=0.1 <2." }));
  else if (!satisfies(version, range, { includePrerelease: true })) report(new DiagError("engine-range", `the playbook is for diag ${range}, this is ${version}`, { at, hint: "Use a diag of that version." }));
}

function checkParams(playbook: Playbook, source: SourceMap, report: (error: DiagError) => void): void {
  for (const [name, param] of Object.entries(playbook.spec.params ?? {})) {
    const at = (key: string) => source.value(["spec", "params", name, key]);
    if (param.type === "enum" && param.values === undefined) report(new DiagError("schema", `param ${name} is an enum without \`values\``, { at: at("type"), hint: "List them: values: [a, b]." }));
    const { minimum: _low, maximum: _high, ...unbounded } = param;
    for (const key of ["minimum", "maximum"] as const) {
      if (param[key] === undefined) continue;
      const read = readValue(`${key} of ${name}`, unbounded, param[key]);
      if (!read.ok) report(new DiagError(read.code, read.message, { at: at(key), hint: read.hint }));
    }
    if (param.default !== undefined) {
      const read = readValue(`default of ${name}`, param, param.default);
      if (!read.ok) report(new DiagError(read.code, read.message, { at: at("default"), hint: read.hint }));
    }
  }
}

/** Which kinds of fact each kind of section can show. */
const shows: Record<Section["kind"], readonly FactDeclaration["kind"][]> = {
  flamegraph: ["profile"],
  chart: ["series"],
  table: ["table"],
  histogram: ["histogram"],
  text: ["string", "number", "boolean"],
};

function checkSection(section: Section, scope: Scope, path: Path, source: SourceMap, report: (error: DiagError) => void): void {
  const fact = checkFact(section.fact, scope, [...path, "fact"], source, report);
  if (fact === undefined || shows[section.kind].includes(fact.kind)) return;
  const better = Object.entries(shows).find(([, kinds]) => kinds.includes(fact.kind))?.[0];
  report(
    new DiagError("expression-type", `a ${section.kind} shows a ${shows[section.kind].join(" or ")}; \`${section.fact}\` is a ${fact.kind}`, {
      at: source.value([...path, "fact"]),
      hint: `Use kind: ${better}.`,
    }),
  );
}

function checkFact(reference: string, scope: Scope, path: Path, source: SourceMap, report: (error: DiagError) => void): FactDeclaration | undefined {
  const [step = "", name = ""] = reference.split(".");
  const declared = scope.steps[step];
  const at = source.value(path);
  if (declared === undefined) {
    report(new DiagError("unknown-step", `unknown step \`${step}\` in \`${reference}\``, { at, hint: suggest(step, Object.keys(scope.steps)) }));
    return undefined;
  }
  if (declared.unknown) return undefined;
  const fact = Object.hasOwn(declared.facts, name) ? declared.facts[name] : undefined;
  if (fact === undefined) report(new DiagError("unknown-fact", `unknown fact \`${reference}\` of ${declared.label}`, { at, hint: suggest(name, Object.keys(declared.facts)) }));
  return fact;
}
