import type { Outcome } from "../../documents/findings.generated.ts";
import { version } from "../../version.ts";
import { isProblem } from "../comparison/compare-findings.ts";
import type { ComparedRun, Comparison, FindingChange, FindingMove } from "../comparison/comparison.ts";
import { visibleText } from "../flamegraph/visible-text.ts";
import type { RenderedFile } from "../format.ts";
import { jsonText } from "../json/json-text.ts";
import { sarifText } from "../safe-text/sarif.ts";
import { ruleId } from "./rule.ts";
import type { SarifResult } from "./sarif-log.ts";
import { findingFingerprints, stableTarget } from "./stable-target.ts";

/** SARIF 2.1.0, 3.27.24: how a result of this run stands to the run before. */
const baselineState: Readonly<Record<FindingMove, "new" | "unchanged" | "updated" | "absent">> = {
  new: "new",
  worse: "updated",
  better: "updated",
  "now-unknown": "updated",
  "now-known": "updated",
  gone: "absent",
  same: "unchanged",
};

/** 3.27.9 and 3.27.10: `open` is not decided, and a level goes with `fail` alone. */
const standing: Readonly<Record<Outcome, Pick<SarifResult, "kind" | "level">>> = {
  fail: { kind: "fail", level: "error" },
  warn: { kind: "fail", level: "warning" },
  info: { kind: "informational", level: "none" },
  pass: { kind: "pass", level: "none" },
  unknown: { kind: "open", level: "none" },
  error: { kind: "open", level: "none" },
};

/** The run after, with the one before as its baseline: a result for each check that found or missed something in either. */
export function renderComparisonSarif({ playbook, findings, before, after }: Comparison): RenderedFile[] {
  const told = findings.filter((finding) => [finding.before, finding.after].some((side) => isTold(side?.outcome)));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "diag",
            semanticVersion: version,
            rules: told.map(({ check, title }) => ({
              id: ruleId(playbook.name, check),
              shortDescription: { text: sarifText(title) },
              properties: { tags: ["diagnostics", sarifText(playbook.name)] },
            })),
          },
        },
        automationDetails: {
          id: `diag/${playbook.name}/${stableTarget(after.target)}/${after.run}`,
          ...(isGuid(after.run) ? { guid: after.run } : {}),
        },
        ...(isGuid(before.run) ? { baselineGuid: before.run } : {}),
        results: told.map((finding, ruleIndex) => resultOf(finding, ruleIndex, playbook.name, after)),
        columnKind: "utf16CodeUnits",
      },
    ],
  };
  return [{ path: "comparison.sarif", text: jsonText(log) }];
}

function isTold(outcome: Outcome | undefined): boolean {
  return outcome !== undefined && outcome !== "pass";
}

/** Of what is gone, as it was: an absent result tells of the baseline. */
function resultOf(finding: FindingChange, ruleIndex: number, playbook: string, { target }: ComparedRun) {
  const { check, change, before, after } = finding;
  const id = ruleId(playbook, check);
  const shown = change === "gone" ? before : (after ?? before);
  const text = [shown?.message ?? "", ...(isProblem(shown) && shown?.remedy ? [`Do: ${shown.remedy}`] : [])];
  const label = visibleText(target.label);
  return {
    ruleId: id,
    ruleIndex,
    ...standing[shown?.outcome ?? "pass"],
    baselineState: baselineState[change],
    message: { text: sarifText(text.join("\n")) },
    locations: [{ logicalLocations: [{ name: label, fullyQualifiedName: label, kind: target.kind }] }],
    partialFingerprints: findingFingerprints(id, target),
    properties: { change, before: before?.outcome ?? "pass", after: after?.outcome ?? "pass" },
  };
}

function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(text);
}
