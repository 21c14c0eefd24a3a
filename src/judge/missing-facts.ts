import type { MissingFact } from "../documents/findings.generated.ts";
import type { StepResult } from "../documents/manifest.generated.ts";

/** Why each fact is missing, and how to get it: from how its step ended. */
export function missingFacts(facts: readonly string[], steps: readonly StepResult[]): MissingFact[] {
  return facts.map((fact) => {
    const id = fact.split(".")[0] ?? fact;
    const step = steps.find((one) => one.id === id);
    if (step === undefined) return { fact, why: `step ${id} did not run` };
    if (step.reason === undefined) return { fact, why: `${step.label} did not see it` };
    const mend = step.reason.mend === undefined ? {} : { mend: step.reason.mend };
    return { fact, why: `${step.label} ${ended(step)}: ${step.reason.message}`, ...mend };
  });
}

function ended({ status }: StepResult): string {
  return status === "skipped" ? "was skipped" : status === "partial" ? "saw only a part" : "failed";
}
