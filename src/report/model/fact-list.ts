import type { ReportFact } from "../report.ts";
import type { ReportInput } from "../report-input.ts";

/** Every fact with when its step began; those of steps that the plan does not name come last. */
export function buildFacts({ manifest, plan, facts }: ReportInput): ReportFact[] {
  const planned = plan.steps.map(({ id }) => id);
  const place = (step: string) => (planned.includes(step) ? planned.indexOf(step) : planned.length);
  return Object.entries(facts?.steps ?? {})
    .toSorted(([a], [b]) => place(a) - place(b))
    .flatMap(([step, values]) => {
      const startedAt = manifest.steps.find(({ id }) => id === step)?.startedAt;
      return Object.entries(values).map(([name, value]) => ({
        name: `${step}.${name}`,
        step,
        ...(startedAt === undefined ? {} : { startedAt }),
        value,
      }));
    });
}
