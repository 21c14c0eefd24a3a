import type { Case } from "../documents/case.generated.ts";
import type { Findings } from "../documents/findings.generated.ts";

/** @returns what differs, a sentence each; none where the playbook says what it must, and nothing else. */
export function compareCase(expected: Case, { verdict, findings }: Findings): string[] {
  const said = new Map(findings.map((finding) => [finding.check, finding]));
  const problems = Object.entries(expected.findings).flatMap(([check, { outcome, says = [] }]) => {
    const finding = said.get(check);
    if (finding === undefined) return [`${check} must be ${outcome}, and does not apply`];
    const { message, remedy = "" } = finding;
    if (finding.outcome !== outcome) return [`${check} must be ${outcome}, and is ${finding.outcome}: ${message}`];
    const missing = says.filter((words) => !message.includes(words) && !remedy.includes(words));
    return missing.map((words) => `${check} does not say “${words}”: ${message}`);
  });
  const unexpected = findings.filter(({ check }) => !Object.hasOwn(expected.findings, check));
  return [
    ...(verdict.outcome === expected.verdict
      ? []
      : [`the verdict must be ${expected.verdict}, and is ${verdict.outcome}: ${verdict.message}`]),
    ...problems,
    ...unexpected.map(({ check, outcome, message }) => `${check} is not expected, and is ${outcome}: ${message}`),
  ];
}
