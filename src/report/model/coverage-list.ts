import { nodeTroubles } from "../../runner/cost/node-trouble.ts";
import type { Coverage, DataNote } from "../coverage.ts";
import type { ReportInput } from "../report-input.ts";

/** Every planned step, in the plan's order, whether or not the run got to it. */
export function buildCoverage({ manifest, plan, facts }: ReportInput): Coverage[] {
  return plan.steps.map((planned) => {
    const result = manifest.steps.find(({ id }) => id === planned.id);
    const label = planned.kind === "tool" ? planned.tool : planned.argv.join(" ");
    const names = Object.keys(facts?.steps[planned.id] ?? {});
    if (result === undefined) return { step: planned.id, label, status: "not reached", attempts: [], facts: names };
    return {
      step: planned.id,
      label: result.label,
      status: result.status,
      ...(result.variant === undefined ? {} : { variant: result.variant }),
      ...(result.precision === undefined ? {} : { precision: result.precision }),
      ...(result.reason === undefined ? {} : { reason: result.reason }),
      attempts: result.attempts,
      ...(result.argv === undefined ? {} : { command: result.argv }),
      facts: names,
    };
  });
}

export function buildNotes({ manifest, plan, probe, damaged = [] }: ReportInput): DataNote[] {
  // Without --force such a node is not measured at all.
  const troubles = probe === undefined || !plan.consent.force ? [] : nodeTroubles(probe, plan.budget);
  const ofSteps = manifest.steps.flatMap(({ id, notes, truncated, status, reason }) => [
    ...(status === "partial" ? [{ step: id, text: `Partial: ${reason?.message ?? "it ended early"}.` }] : []),
    ...(truncated === true ? [{ step: id, text: "Output beyond the cap was dropped." }] : []),
    ...notes.map((text) => ({ step: id, text })),
  ]);
  return [
    ...damaged.map((path) => ({
      text: `${path} is not what the manifest's digest says: it was changed or lost after the run.`,
    })),
    ...troubles.map((trouble) => ({
      text: `The node was in trouble when the run started, and --force was given: ${trouble}.`,
    })),
    ...ofSteps,
  ];
}
