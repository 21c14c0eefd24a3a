import type { RenderedFile } from "../format.ts";
import { jsonText } from "../json/json-text.ts";
import type { Report } from "../report.ts";
import type { ReportFinding } from "../verdict.ts";
import { buildNotifications } from "./notifications.ts";
import { buildResult, type JudgedFinding } from "./result.ts";
import { buildRule } from "./rule.ts";
import type { SarifLog } from "./sarif-log.ts";
import { stableTarget } from "./stable-target.ts";

/** Where the paths of a bundle begin. */
const bundleBase = "BUNDLE";

/**
 * The report as SARIF 2.1.0: a rule is a check of the playbook, a result is what the check says of the target. A check
 * that broke has no result; it is a notification, as what the tools could not do is.
 */
export function renderSarif(report: Report): RenderedFile[] {
  const { playbook, provenance, incomplete } = report;
  const judged = report.findings.filter((finding) => isJudged(finding));
  const all = [...judged, ...report.findings.filter((finding) => !isJudged(finding))];
  const log: SarifLog = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "diag",
            semanticVersion: provenance.diag,
            rules: all.map((finding) => buildRule(finding, playbook)),
          },
        },
        automationDetails: { id: `diag/${playbook.name}/${stableTarget(report.target)}/${provenance.run}` },
        invocations: [
          {
            executionSuccessful: incomplete === undefined,
            startTimeUtc: provenance.startedAt,
            ...(provenance.finishedAt === undefined ? {} : { endTimeUtc: provenance.finishedAt }),
            toolExecutionNotifications: buildNotifications(report, all),
          },
        ],
        originalUriBaseIds: { [bundleBase]: { description: { text: "The bundle that holds this report." } } },
        results: judged.map((finding, index) => buildResult(finding, { report, ruleIndex: index, bundleBase })),
        columnKind: "utf16CodeUnits",
      },
    ],
  };
  return [{ path: "report.sarif", text: jsonText(log) }];
}

function isJudged(finding: ReportFinding): finding is JudgedFinding {
  return finding.outcome !== "error";
}
