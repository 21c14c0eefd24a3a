import type { DecidingValue, Finding, Outcome } from "../documents/findings.generated.ts";
import type { Check } from "../documents/playbook.generated.ts";
import type { Expression } from "../playbook/expression/expression.ts";
import type { Language } from "../playbook/expression/language.ts";
import type { Case } from "./case.ts";
import { describeFact } from "./describe-fact.ts";
import { missingFacts } from "./missing-facts.ts";

/** @returns the finding, or undefined where the check's `when` says that it does not apply. */
export function judgeCheck(check: Check, language: Language, evidence: Case): Finding | undefined {
  const decided = decide(check, language, evidence);
  if (decided === undefined) return undefined;
  const { outcome, expression } = decided;
  const base = {
    check: check.id,
    title: check.title,
    outcome,
    evidence: check.evidence ?? [],
    values: expression === undefined ? [] : decidingValues(expression, evidence),
    ...(expression === undefined ? {} : { rule: ruleOf(expression) }),
    ...(check.rationale === undefined ? {} : { rationale: check.rationale }),
  };
  if (decided.problem !== undefined) return { ...base, message: decided.problem };
  if (decided.missing !== undefined) {
    const missing = missingFacts(decided.missing, evidence.steps);
    return {
      ...base,
      message: `Not known: ${missing.map(({ fact, why }) => `${fact}, because ${why}`).join("; ")}.`,
      missing,
    };
  }
  const text = outcome === "pass" ? (check.healthy ?? `Not so: ${check.title}.`) : check.message;
  const message = language.template(text).render(evidence.values);
  if (message.kind === "missing") {
    // The rule held without these facts; only its sentence lacks them.
    const named = message.facts.join(", ");
    return {
      ...base,
      message: `${check.title} (${named} not known).`,
      ...adviceOf(check, outcome, language, evidence),
    };
  }
  if (message.kind === "error")
    return { ...base, outcome: "error", message: `The message could not be written: ${message.message}.` };
  return { ...base, message: message.value, ...adviceOf(check, outcome, language, evidence) };
}

interface Decision {
  readonly outcome: Outcome;
  readonly expression?: Expression;
  readonly missing?: readonly string[];
  readonly problem?: string;
}

/**
 * The first of `fail`, `warn`, `info` that holds. One that cannot be decided does not hide a later one that holds,
 * but without any the check is not passed.
 */
function decide(check: Check, language: Language, { values }: Case): Decision | undefined {
  if (check.when !== undefined) {
    const applies = language.expression(check.when).evaluate(values);
    if (applies.kind === "value" && applies.value !== true) return undefined;
    if (applies.kind === "missing") return { outcome: "unknown", missing: applies.facts };
    if (applies.kind === "error") return { outcome: "error", problem: `\`${check.when}\` broke: ${applies.message}.` };
  }
  let undecided: Decision | undefined;
  let last: Expression | undefined;
  for (const level of ["fail", "warn", "info"] as const) {
    const source = check[level];
    if (source === undefined) continue;
    const expression = language.expression(source);
    const result = expression.evaluate(values);
    if (result.kind === "value" && result.value === true) return { outcome: level, expression };
    if (result.kind === "missing") undecided ??= { outcome: "unknown", expression, missing: result.facts };
    if (result.kind === "error")
      undecided ??= { outcome: "error", expression, problem: `\`${source}\` broke: ${result.message}.` };
    last ??= expression;
  }
  return undecided ?? (last === undefined ? { outcome: "pass" } : { outcome: "pass", expression: last });
}

/** The expression, and what the names in it stand for. */
function ruleOf({ source, names }: Expression): string {
  if (names.length === 0) return source;
  const known = names.map(({ name, expression }) => `${name} is ${expression.source}`).join(", ");
  return `${source}, where ${known}`;
}

function decidingValues(expression: Expression, { facts }: Case): DecidingValue[] {
  const seen = new Set<string>();
  return expression.references.flatMap(({ step, fact }) => {
    const name = `${step}.${fact}`;
    const value = facts[step]?.[fact];
    if (value === undefined || seen.has(name)) return [];
    seen.add(name);
    return [{ fact: name, text: describeFact(value) }];
  });
}

/** What to do about it, and which playbook tells more. */
function adviceOf(
  { remedy, next }: Check,
  outcome: Outcome,
  language: Language,
  { values }: Case,
): Pick<Finding, "remedy" | "next"> {
  if (outcome === "pass") return {};
  const text = remedy === undefined ? undefined : language.template(remedy).render(values);
  return { ...(text?.kind === "value" ? { remedy: text.value } : {}), ...(next === undefined ? {} : { next }) };
}
