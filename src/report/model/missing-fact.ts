import type { ReportInput } from "../report-input.ts";
import { splitFact } from "./fact-name.ts";

export interface WhyMissing {
  readonly why: string;
  readonly mend?: string;
}

/** Why a fact is not there, as far as the bundle tells. */
export function whyMissing(reference: string, { manifest, plan, facts }: ReportInput): WhyMissing {
  const { step, fact } = splitFact(reference);
  if (!plan.steps.some(({ id }) => id === step)) return { why: `the plan has no step ${step}` };
  const result = manifest.steps.find(({ id }) => id === step);
  if (result === undefined) return { why: `the run ended before step ${step} did` };
  if (result.reason !== undefined && result.status !== "ok") {
    const { message, mend } = result.reason;
    return {
      why: `step ${step} ${result.status === "partial" ? "was cut short" : result.status}: ${message}`,
      ...(mend === undefined ? {} : { mend }),
    };
  }
  if (facts === undefined)
    return {
      why: "facts.json is not in the bundle",
      mend: `\`diag run ${manifest.playbook.name} --recorded BUNDLE\` reads the facts from the raw output again.`,
    };
  return {
    why: `step ${step} ran, but yielded no ${fact}${result.variant === undefined ? "" : ` (variant ${result.variant})`}`,
  };
}
