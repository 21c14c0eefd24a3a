import type { DecidingValue, MissingFact, Outcome } from "../../documents/findings.generated.ts";
import type { Report } from "../report.ts";
import { outcomeWord } from "../words/outcome-word.ts";
import { exhibitAnchor } from "./bare-view.ts";
import { rawAnchor } from "./raw-view.ts";

export interface FindingView {
  readonly anchor: string;
  readonly outcome: Outcome;
  readonly word: string;
  readonly title: string;
  readonly message: string;
  readonly values: readonly DecidingValue[];
  readonly rule: string;
  readonly rationale: string;
  readonly remedy: string;
  readonly next: string;
  readonly missing: readonly Required<MissingFact>[];
  readonly links: readonly Link[];
}

export interface Link {
  readonly href: string;
  readonly text: string;
}

export function findingAnchor(index: number): string {
  return `finding-${index + 1}`;
}

/** All but those that passed. What the verdict says already is not said again. */
export function findingViews(report: Report): FindingView[] {
  return report.findings.flatMap((finding, index) => {
    if (finding.outcome === "pass") return [];
    const { outcome, title, message, values, rule = "", rationale = "", remedy = "", next = "", missing } = finding;
    const isVerdict = finding.check === report.verdict.check;
    return [
      {
        anchor: findingAnchor(index),
        outcome,
        word: outcomeWord[outcome],
        title,
        message: isVerdict ? "" : message,
        values,
        rule,
        rationale,
        remedy: isVerdict ? "" : remedy,
        next: isVerdict ? "" : next,
        missing: missing.map(({ fact, why, mend = "" }) => ({ fact, why, mend })),
        links: [...exhibitLinks(report, finding.exhibits), ...rawLinks(report, finding.steps)],
      },
    ];
  });
}

function exhibitLinks({ exhibits }: Report, ids: readonly string[]): Link[] {
  return exhibits
    .filter(({ id }) => ids.includes(id))
    .map(({ id, title }) => ({ href: `#${exhibitAnchor(id)}`, text: title }));
}

export function rawLinks({ rawOutput }: Report, steps: readonly string[]): Link[] {
  return steps.flatMap((step) => {
    const index = rawOutput.findIndex((output) => output.step === step);
    return index < 0 ? [] : [{ href: `#${rawAnchor(index)}`, text: `raw output of ${step}` }];
  });
}
