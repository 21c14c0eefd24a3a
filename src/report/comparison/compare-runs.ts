import { buildTarget } from "../model/target-block.ts";
import type { ReportInput } from "../report-input.ts";
import { type Both, mapBoth } from "./both.ts";
import { compareFacts } from "./compare-facts.ts";
import { compareFindings } from "./compare-findings.ts";
import { compareProfiles } from "./compare-profiles.ts";
import type { ComparedRun, Comparison } from "./comparison.ts";
import { comparisonVerdict } from "./comparison-verdict.ts";
import { findConditions } from "./conditions.ts";

/**
 * Compares two runs of one playbook. Pure: the same two bundles give the same comparison.
 *
 * @param runs Both judged by the same rules, those of `playbook`; else a threshold that moved would look like a change.
 */
export function compareRuns(runs: Both<ReportInput>, playbook: Comparison["playbook"]): Comparison {
  const compared = {
    findings: compareFindings(mapBoth(runs, ({ findings }) => findings)),
    facts: compareFacts(runs),
    profiles: compareProfiles(runs),
  };
  return {
    apiVersion: "diag/v1",
    kind: "Comparison",
    playbook,
    verdict: comparisonVerdict(compared),
    ...mapBoth(runs, comparedRun),
    conditions: findConditions(runs),
    ...compared,
  };
}

function comparedRun(run: ReportInput): ComparedRun {
  const { manifest, findings } = run;
  return {
    run: manifest.run,
    target: buildTarget(run),
    startedAt: manifest.startedAt,
    state: manifest.state,
    version: manifest.playbook.version,
    outcome: findings?.verdict.outcome ?? "unknown",
    message: findings?.verdict.message ?? "Not judged.",
  };
}
