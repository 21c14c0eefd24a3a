import { buildCoverage, buildNotes } from "./model/coverage-list.ts";
import { buildExhibits } from "./model/exhibits.ts";
import { buildFacts } from "./model/fact-list.ts";
import { describeIncomplete } from "./model/incomplete.ts";
import { buildProvenance } from "./model/provenance-block.ts";
import { buildTarget } from "./model/target-block.ts";
import { buildCost, buildTimeline } from "./model/timeline.ts";
import { buildFindings, buildVerdict, tallyOf } from "./model/verdict-block.ts";
import type { Report } from "./report.ts";
import type { ReportInput } from "./report-input.ts";

export type { Report };

/** The one model that every format renders. Pure: the same bundle gives the same report. */
export function buildReport(input: ReportInput): Report {
  const { manifest } = input;
  const exhibits = buildExhibits(input);
  const findings = buildFindings(input, exhibits);
  const incomplete = describeIncomplete(input);
  const cost = buildCost(input);
  return {
    apiVersion: "diag/v1",
    kind: "Report",
    playbook: { name: manifest.playbook.name, version: manifest.playbook.version, title: manifest.playbook.title },
    target: buildTarget(input),
    verdict: buildVerdict(input, exhibits),
    ...(incomplete === undefined ? {} : { incomplete }),
    summary: {
      tally: tallyOf(findings),
      ...(manifest.window === undefined ? {} : { window: manifest.window }),
      ...(cost?.share === undefined ? {} : { cost: cost.share }),
      ...(cost?.parts?.toolsShare === undefined ? {} : { toolsCost: cost.parts.toolsShare }),
    },
    findings,
    exhibits,
    facts: buildFacts(input),
    coverage: buildCoverage(input),
    notes: buildNotes(input),
    timeline: buildTimeline(input),
    ...(cost === undefined ? {} : { cost }),
    provenance: buildProvenance(input),
    rawOutput: input.rawOutput,
  };
}
