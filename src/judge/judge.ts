import type { Finding, Findings, Outcome, Verdict } from "../documents/findings.generated.ts";
import type { Check } from "../documents/playbook.generated.ts";
import { type Language, languageOf } from "../playbook/expression/language.ts";
import type { Case } from "./case.ts";
import { judgeCheck } from "./judge-check.ts";

const order: readonly Outcome[] = ["fail", "warn", "info", "unknown", "error", "pass"];

/** Facts → findings. Pure and total: a rule that breaks is a finding with the outcome `error`. */
export function judge(evidence: Case): Findings {
  const language = languageOf(evidence.scope);
  const findings = evidence.playbook.spec.checks
    .flatMap((check) => judgeCheck(check, languageFor(check, language, evidence), evidence) ?? [])
    .toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  return { schema: "diag/findings/v1", verdict: verdictOf(findings, evidence, language), findings };
}

function languageFor(check: Check, language: Language, { scope }: Case): Language {
  return check.let === undefined ? language : languageOf(scope, check.let);
}

/** The answer in one sentence. What is unknown is told before a clean bill is given. */
function verdictOf(findings: readonly Finding[], evidence: Case, language: Language): Verdict {
  const [first] = findings;
  if (first === undefined) return { outcome: "unknown", message: "No check of this playbook applies to the target." };
  if (first.outcome === "fail" || first.outcome === "warn") {
    return { outcome: first.outcome, message: first.message, check: first.check };
  }
  const open = findings.filter(({ outcome }) => outcome === "unknown" || outcome === "error");
  if (open.length > 0) {
    const decided = findings.length - open.length;
    const named = open.map(({ title }) => title).join("; ");
    return {
      outcome: "unknown",
      message: `${decidedText(decided)}; not known: ${named}.`,
    };
  }
  const { healthy } = evidence.playbook.spec;
  const said = healthy === undefined ? undefined : language.template(healthy).render(evidence.values);
  const message = said?.kind === "value" ? said.value : first.message;
  return first.outcome === "info"
    ? { outcome: "info", message: first.message, check: first.check }
    : { outcome: "pass", message };
}

function decidedText(checks: number): string {
  if (checks === 0) return "No check could be decided";
  return `No problem in the ${checks === 1 ? "one check" : `${checks} checks`} that could be decided`;
}
