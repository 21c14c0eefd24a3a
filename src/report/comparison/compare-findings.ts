import type { Finding, Findings, Outcome } from "../../documents/findings.generated.ts";
import { thinSpaces } from "../words/thin-spaces.ts";
import type { Both } from "./both.ts";
import type { FindingChange, FindingMove, FindingSide } from "./comparison.ts";

/** A check that does not apply finds nothing wrong. */
const severity: Readonly<Record<Outcome, number>> = { pass: 0, unknown: 0, error: 0, info: 1, warn: 2, fail: 3 };

const order: readonly FindingMove[] = ["new", "worse", "now-unknown", "better", "gone", "now-known", "same"];

/** By the checks' ids; what changed first, the most severe of it first. */
export function compareFindings({ before, after }: Both<Findings | undefined>): FindingChange[] {
  const [earlier, later] = [byCheck(before), byCheck(after)];
  return [...new Set([...later.keys(), ...earlier.keys()])]
    .map((check) => changeOf(check, { before: earlier.get(check), after: later.get(check) }))
    .toSorted((a, b) => order.indexOf(a.change) - order.indexOf(b.change) || worst(b) - worst(a));
}

function byCheck(findings: Findings | undefined): Map<string, Finding> {
  return new Map(findings?.findings.map((finding) => [finding.check, finding]));
}

function changeOf(check: string, { before, after }: Both<Finding | undefined>): FindingChange {
  return {
    check,
    title: (after ?? before)?.title ?? check,
    change: moveOf({ before: before?.outcome ?? "pass", after: after?.outcome ?? "pass" }),
    ...(before === undefined ? {} : { before: sideOf(before) }),
    ...(after === undefined ? {} : { after: sideOf(after) }),
  };
}

function moveOf({ before, after }: Both<Outcome>): FindingMove {
  if (isOpen(after)) return isOpen(before) ? "same" : "now-unknown";
  if (isOpen(before)) return "now-known";
  const [from, to] = [severity[before], severity[after]];
  if (from === to) return "same";
  if (from === 0) return "new";
  if (to === 0) return "gone";
  return to > from ? "worse" : "better";
}

function isOpen(outcome: Outcome): boolean {
  return outcome === "unknown" || outcome === "error";
}

function sideOf({ outcome, message, remedy, missing = [] }: Finding): FindingSide {
  return { outcome, message, ...(remedy === undefined ? {} : { remedy: thinSpaces(remedy) }), missing };
}

function worst({ before, after }: FindingChange): number {
  return Math.max(severity[before?.outcome ?? "pass"], severity[after?.outcome ?? "pass"]);
}

/** Whether it is of something to act on: `info` never makes a run worse or better. */
export function isProblem(side: FindingSide | undefined): boolean {
  return side?.outcome === "fail" || side?.outcome === "warn";
}
