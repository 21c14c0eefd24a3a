import type { Fact } from "../../documents/facts.generated.ts";
import type { ReportInput } from "../report-input.ts";
import { type Both, mapBoth } from "./both.ts";
import type { Basis } from "./change.ts";

/** How long a step watched in both runs, and how many samples its shares are of, where it counted any. */
export function stepBasis(step: string, runs: Both<ReportInput>): Basis {
  const { before, after } = mapBoth(runs, (run) => sampleCount(run.facts?.steps[step]));
  const seconds = mapBoth(runs, (run) => stepSeconds(step, run));
  return { seconds, ...(before === undefined || after === undefined ? {} : { samples: { before, after } }) };
}

/** Never 0, for rates are made with it. A tool ends some time after its window, and a step that was cut short before. */
function stepSeconds(step: string, { plan, manifest }: ReportInput): number {
  const ran = manifest.steps.find(({ id }) => id === step)?.durationMs ?? 0;
  const window = plan.steps.find(({ id }) => id === step)?.windowMs ?? 0;
  return Math.max(1, window > 0 ? Math.min(window, ran) : ran) / 1000;
}

/** The longest window of a run. */
export function windowSeconds(run: ReportInput): number {
  return Math.max(0, ...run.plan.steps.map(({ id }) => stepSeconds(id, run)));
}

function sampleCount(facts: Readonly<Record<string, Fact>> | undefined): number | undefined {
  const profile = Object.values(facts ?? {}).find((fact) => fact.kind === "profile" && fact.unit === "samples");
  return profile?.kind === "profile" ? profile.total : undefined;
}
