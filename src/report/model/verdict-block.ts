import type { Finding, Findings, Outcome } from "../../documents/findings.generated.ts";
import { nextCommand } from "../../plan/next-command.ts";
import type { Exhibit } from "../exhibit.ts";
import { heaviestPath } from "../flamegraph/heaviest-path.ts";
import type { ReportInput } from "../report-input.ts";
import type { ReportFinding, Tally, VerdictBlock, VerdictPath } from "../verdict.ts";
import { thinSpaces } from "../words/thin-spaces.ts";
import { splitFact } from "./fact-name.ts";

/** Whether a finding rests on any of these facts. */
export function proves(finding: Finding, facts: readonly string[]): boolean {
  return facts.some((fact) => finding.evidence.includes(fact));
}

/** The finding that the verdict repeats. */
export function decidingFinding(findings: Findings | undefined): Finding | undefined {
  return findings?.findings.find(({ check }) => check === findings.verdict.check);
}

export function buildVerdict(input: ReportInput, exhibits: readonly Exhibit[]): VerdictBlock {
  const { findings, manifest } = input;
  if (findings === undefined) {
    const cause =
      manifest.state === "complete"
        ? "the run was not judged"
        : `the run ${runEnd[manifest.state]} before it could be judged`;
    return { outcome: "unknown", message: `No verdict: ${cause}.` };
  }
  const finding = decidingFinding(findings);
  const evidence = exhibits.find(({ lead, facts }) => lead && (finding === undefined || proves(finding, facts)))?.id;
  const raw = (finding?.evidence ?? [])
    .map((fact) => splitFact(fact).step)
    .find((step) => input.rawOutput.some((output) => output.step === step));
  const path = verdictPath(findings.verdict.message, exhibits);
  return {
    outcome: findings.verdict.outcome,
    message: findings.verdict.message,
    ...(finding === undefined ? {} : { check: finding.check }),
    ...(finding?.remedy === undefined ? {} : { remedy: thinSpaces(finding.remedy) }),
    ...nextOf(finding, input),
    ...(path === undefined ? {} : { path }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(raw === undefined ? {} : { raw }),
  };
}

const runEnd = { running: "ended", interrupted: "was interrupted", stopped: "was stopped" } as const;

/** A message that has a path in it already needs no second one. */
function verdictPath(message: string, exhibits: readonly Exhibit[]): VerdictPath | undefined {
  if (message.includes("←")) return undefined;
  for (const exhibit of exhibits) {
    const leaf = exhibit.kind === "flamegraph" ? exhibit.mark.at(-1) : undefined;
    if (exhibit.kind !== "flamegraph" || leaf === undefined) continue;
    const path = heaviestPath(exhibit.tree, leaf);
    if (path !== undefined) return { frames: path.frames.toReversed(), share: path.share, exhibit: exhibit.id };
  }
  return undefined;
}

function nextOf(finding: Finding | undefined, { plan }: ReportInput): { readonly next?: string } {
  return finding?.next === undefined ? {} : { next: nextCommand(finding.next, plan.target) };
}

export function buildFindings(input: ReportInput, exhibits: readonly Exhibit[]): ReportFinding[] {
  return (input.findings?.findings ?? []).map((finding) => ({
    check: finding.check,
    title: finding.title,
    outcome: finding.outcome,
    message: finding.message,
    ...(finding.remedy === undefined ? {} : { remedy: thinSpaces(finding.remedy) }),
    ...nextOf(finding, input),
    ...(finding.rule === undefined ? {} : { rule: finding.rule }),
    ...(finding.rationale === undefined ? {} : { rationale: thinSpaces(finding.rationale) }),
    values: finding.values,
    missing: finding.missing ?? [],
    exhibits: exhibits.filter(({ facts }) => proves(finding, facts)).map(({ id }) => id),
    steps: [...new Set(finding.evidence.map((fact) => splitFact(fact).step))],
  }));
}

export function tallyOf(findings: readonly ReportFinding[]): Tally {
  const tally: Record<Outcome, number> = { fail: 0, warn: 0, info: 0, pass: 0, unknown: 0, error: 0 };
  for (const { outcome } of findings) tally[outcome]++;
  return tally;
}
