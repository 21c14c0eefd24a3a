import type { Outcome } from "../../documents/findings.generated.ts";
import { frameLabel } from "../flamegraph/frame-kind.ts";
import { visibleText } from "../flamegraph/visible-text.ts";
import type { Report, ReportTarget } from "../report.ts";
import { sarifText } from "../safe-text/sarif.ts";
import type { ReportFinding, VerdictPath } from "../verdict.ts";
import { ruleId } from "./rule.ts";
import type { SarifLocation, SarifResult, SarifStack } from "./sarif-log.ts";
import { findingFingerprints } from "./stable-target.ts";

/** A finding of a check that did not break. */
export type JudgedFinding = ReportFinding & { readonly outcome: Exclude<Outcome, "error"> };

/** SARIF 2.1.0, 3.27.9: `open` is "insufficient information to decide". A level goes with `fail` alone (3.27.10). */
const standing: Readonly<Record<JudgedFinding["outcome"], Pick<SarifResult, "kind" | "level">>> = {
  fail: { kind: "fail", level: "error" },
  warn: { kind: "fail", level: "warning" },
  info: { kind: "informational", level: "none" },
  pass: { kind: "pass", level: "none" },
  unknown: { kind: "open", level: "none" },
};

interface ResultContext {
  readonly report: Report;
  readonly ruleIndex: number;
  readonly bundleBase: string;
}

export function buildResult(finding: JudgedFinding, { report, ruleIndex, bundleBase }: ResultContext): SarifResult {
  const { check, outcome, message, values, missing, remedy, next } = finding;
  const { playbook, target, verdict } = report;
  const path = verdict.check === check ? verdict.path : undefined;
  const id = ruleId(playbook.name, check);
  return {
    ruleId: id,
    ruleIndex,
    ...standing[outcome],
    message: { text: sarifText([message, ...(remedy === undefined ? [] : [`Do: ${remedy}`])].join("\n")) },
    locations: [locationOf(finding, report, path?.frames[0], bundleBase)],
    ...(path === undefined ? {} : { stacks: [stackOf(path)] }),
    partialFingerprints: findingFingerprints(id, target),
    properties: {
      outcome,
      values,
      ...(missing.length === 0 ? {} : { missing }),
      ...(next === undefined ? {} : { next }),
    },
  };
}

/** The evidence in the bundle; and who is meant: the target, and the function that the verdict speaks of. */
function locationOf(
  { exhibits, steps }: ReportFinding,
  { exhibits: shown, rawOutput, target }: Report,
  leaf: string | undefined,
  bundleBase: string,
): SarifLocation {
  const profile = shown.find((exhibit) => exhibit.kind === "flamegraph" && exhibits.includes(exhibit.id));
  const file =
    (profile?.kind === "flamegraph" ? profile.file : undefined) ??
    rawOutput.find(({ step }) => steps.includes(step))?.path ??
    "facts.json";
  return {
    physicalLocation: {
      artifactLocation: { uri: visibleText(file).split("/").map(encodeURIComponent).join("/"), uriBaseId: bundleBase },
    },
    logicalLocations: [
      targetLocation(target),
      ...(leaf === undefined ? [] : [{ ...functionLocation(leaf), kind: "function" }]),
    ],
  };
}

function targetLocation(target: ReportTarget): SarifLocation["logicalLocations"][number] {
  const { kind, label, host, pod } = target;
  const name = visibleText(label);
  const where = pod === undefined ? [host, label] : [pod.namespace, pod.name, pod.container];
  return { name, fullyQualifiedName: where.map(visibleText).join("/"), kind: pod === undefined ? kind : "pod" };
}

function functionLocation(frame: string) {
  const name = visibleText(frameLabel(frame));
  return { name, fullyQualifiedName: name };
}

function stackOf({ frames }: VerdictPath): SarifStack {
  return {
    message: { text: "The way to the function, latest call first." },
    frames: frames.map((frame) => ({
      location: { logicalLocations: [{ ...functionLocation(frame), kind: "function" }] },
    })),
  };
}
