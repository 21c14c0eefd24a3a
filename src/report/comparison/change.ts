import type { Unit } from "../../documents/facts.generated.ts";
import type { Both } from "./both.ts";
import type { Amount, FactMove } from "./comparison.ts";
import type { NoiseRule } from "./noise-rules.ts";

/** What became of a fact that both runs have. */
export interface Change {
  readonly change: Exclude<FactMove, "unknown">;
  readonly rule: NoiseRule;
  readonly amount?: Amount;
}

/** How long each run watched, and how many samples its shares are of, where that is known. */
export interface Basis {
  readonly seconds: Both<number>;
  readonly samples?: Both<number>;
}

/** A change that has a size. */
export function sized(unit: Unit, { before, after }: Both<number>, rule: NoiseRule, isChanged: boolean): Change {
  const absolute = after - before;
  return {
    change: !isChanged ? "same" : absolute > 0 ? "more" : "less",
    rule,
    amount: { unit, before, after, absolute, ...(before === 0 ? {} : { relative: absolute / Math.abs(before) }) },
  };
}

export function exact(isSame: boolean): Change {
  return { change: isSame ? "same" : "other", rule: "exact" };
}
