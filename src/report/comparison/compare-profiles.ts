import { isDeepStrictEqual } from "node:util";
import type { Fact, ProfileFact, Unit } from "../../documents/facts.generated.ts";
import { formatQuantity } from "../../documents/format-quantity.ts";
import { diffProfiles } from "../flamegraph/diff/diff-profiles.ts";
import { frameLabel } from "../flamegraph/frame-kind.ts";
import { splitFact } from "../model/fact-name.ts";
import type { ReportInput } from "../report-input.ts";
import { type Both, mapBoth } from "./both.ts";
import { compareFunctions, type Scale } from "./compare-functions.ts";
import { areOfOneLength } from "./compare-numbers.ts";
import type { FunctionChange, ProfileChange } from "./comparison.ts";
import { stepBasis } from "./step-basis.ts";

/** Every profile that both runs have and that is not empty in both. */
export function compareProfiles(runs: Both<ReportInput>): ProfileChange[] {
  const profiles = mapBoth(runs, profilesOf);
  return [...profiles.after].flatMap(([name, after]) => {
    const before = profiles.before.get(name);
    if (before === undefined || before.unit !== after.unit) return [];
    const trees = { before: runs.before.stacks.get(before.file), after: runs.after.stacks.get(after.file) };
    if (trees.before === undefined || trees.after === undefined) return [];
    const total = { before: before.total, after: after.total };
    if (total.before + total.after <= 0) return [];
    const scale = scaleOf(splitFact(name).step, after.unit, total, runs);
    const functions = compareFunctions({ before: trees.before, after: trees.after }, scale);
    return [
      {
        name,
        title: titleOf(name, runs.after),
        unit: after.unit,
        by: scale.by,
        isAbsolute: scale.by !== "share" && areOfOneLength(scale.divisor),
        total,
        ...functions,
        answer: answerOf(functions, total, scale),
        tree: diffProfiles(trees.before, trees.after),
      },
    ];
  });
}

function profilesOf({ facts }: ReportInput): Map<string, ProfileFact> {
  const all = Object.entries(facts?.steps ?? {}).flatMap(([step, values]) =>
    Object.entries(values).map(([name, fact]): [string, Fact] => [`${step}.${name}`, fact]),
  );
  return new Map(all.filter((entry): entry is [string, ProfileFact] => entry[1].kind === "profile"));
}

/**
 * What adds up over a window is compared by the second of it, where both runs asked the tool for the same: so a function that
 * takes as long as before stays the same beside one that takes longer. Otherwise only shares compare.
 */
function scaleOf(step: string, unit: Unit, total: Both<number>, runs: Both<ReportInput>): Scale {
  const asked = mapBoth(runs, (run) => askedFor(step, run));
  const answered = mapBoth(runs, ({ manifest }) => manifest.steps.find(({ id }) => id === step)?.variant);
  if (!isDeepStrictEqual(asked.before, asked.after) || answered.before !== answered.after) {
    return { by: "share", unit, divisor: mapBoth(total, (weight) => weight || 1) };
  }
  return unit === "bytes"
    ? { by: "weight", unit, divisor: { before: 1, after: 1 } }
    : { by: "time", unit, divisor: stepBasis(step, runs).seconds };
}

/** But for how long. */
function askedFor(step: string, { plan }: ReportInput): unknown {
  const planned = plan.steps.find(({ id }) => id === step);
  if (planned?.kind !== "tool") return planned;
  const { duration: _, ...others } = planned.arguments;
  return { tool: planned.tool, others };
}

function titleOf(name: string, { playbookSections, plan }: ReportInput): string {
  const section = playbookSections.find(({ kind, fact }) => kind === "flamegraph" && fact === name);
  const { step, fact } = splitFact(name);
  return section?.title ?? plan.steps.find(({ id }) => id === step)?.title ?? `${step}: ${fact}`;
}

function answerOf(functions: Pick<ProfileChange, "grown" | "shrunk">, total: Both<number>, scale: Scale): string {
  const told = mainChanges(functions).map((one) => `${functionText(one, total, scale.unit)}.`);
  const all = mapBoth(total, (weight) => formatQuantity(weight, scale.unit));
  return [
    ...(told.length === 0 ? ["No function changed by itself beyond noise."] : told),
    `${all.before} before, ${all.after} after.`,
    ...(scale.by === "share" ? ["The runs measured it in different ways: only shares compare."] : []),
  ].join(" ");
}

/** The one that grew most by itself, and the one that shrank most. */
export function mainChanges({ grown, shrunk }: Pick<ProfileChange, "grown" | "shrunk">): FunctionChange[] {
  return [grown, shrunk].flatMap((list) => list.find(({ isOwn }) => isOwn) ?? []);
}

/** `find_field is new: 225 samples by itself, 78.1 % of all`. */
export function functionText({ name, change, self }: FunctionChange, total: Both<number>, unit: Unit): string {
  const { before, after } = {
    before: weightText(self.before, total.before, unit),
    after: weightText(self.after, total.after, unit),
  };
  const label = frameLabel(name);
  if (change === "new") return `${label} is new: ${after} by itself`;
  if (change === "gone") return `${label} is gone: it had ${before} by itself`;
  return `${label} has ${after} by itself, before ${before}`;
}

function weightText(weight: number, total: number, unit: Unit): string {
  const share = formatQuantity(total > 0 ? (100 * weight) / total : 0, "percent");
  return `${formatQuantity(weight, unit)} (${share} of all)`;
}
