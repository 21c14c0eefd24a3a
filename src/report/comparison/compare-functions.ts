import type { Unit } from "../../documents/facts.generated.ts";
import type { StackTree } from "../flamegraph/stack-tree.ts";
import { type FunctionWeight, topFunctions } from "../flamegraph/top-functions.ts";
import { type Both, mapBoth } from "./both.ts";
import type { FunctionChange, ProfileBasis, ProfileChange } from "./comparison.ts";
import { isBeyond, ratesDiffer } from "./significance.ts";

/** More are not read. */
const mostFunctions = 10;
/** Of the heavier profile: a change of less is not worth a word. */
const leastShare = 0.01;
const leastRelative = 0.2;

/** What the weights of two profiles are divided by, so that they compare. */
export interface Scale {
  readonly by: ProfileBasis;
  readonly unit: Unit;
  readonly divisor: Both<number>;
}

/** The functions that take more than before, and those that take less; the largest change of their own weight first. */
export function compareFunctions(trees: Both<StackTree>, scale: Scale): Pick<ProfileChange, "grown" | "shrunk"> {
  const weights = mapBoth(trees, (tree) => new Map(topFunctions(tree).map((one) => [one.name, one])));
  const whole = scaled(
    mapBoth(trees, ({ total }) => total[0] ?? 0),
    scale,
  );
  const least = leastShare * Math.max(whole.before, whole.after);
  const changes = [...new Set([...weights.after.keys(), ...weights.before.keys()])].flatMap((name) => {
    const pair = mapBoth(weights, (each) => each.get(name) ?? weightless(name));
    const self = mapBoth(pair, (each) => each.self);
    const total = mapBoth(pair, (each) => each.total);
    const isOwn = hasChanged(self, scale, least);
    const isTotal = hasChanged(total, scale, least);
    if (!isOwn && !isTotal) return [];
    const isMore = difference(isTotal ? total : self, scale) > 0;
    return [{ name, change: wordOf(total, isMore), isOwn, self, total, isMore }];
  });
  const sizeOf = (weight: Both<number>) => Math.abs(difference(weight, scale));
  const list = (wanted: boolean): FunctionChange[] =>
    changes
      .filter(({ isMore }) => isMore === wanted)
      .toSorted(
        (a, b) => sizeOf(b.self) - sizeOf(a.self) || sizeOf(b.total) - sizeOf(a.total) || (a.name < b.name ? -1 : 1),
      )
      .slice(0, mostFunctions)
      .map(({ isMore: _, ...change }) => change);
  return { grown: list(true), shrunk: list(false) };
}

/** Samples are counted, and so have an error; of bytes and times the number of events behind them is not known. */
function hasChanged(weight: Both<number>, scale: Scale, least: number): boolean {
  const pair = scaled(weight, scale);
  if (Math.abs(pair.after - pair.before) < least || !isBeyond(pair, leastRelative)) return false;
  return scale.unit !== "samples" || ratesDiffer(weight, scale.divisor);
}

function difference(weight: Both<number>, scale: Scale): number {
  const { before, after } = scaled(weight, scale);
  return after - before;
}

function scaled({ before, after }: Both<number>, { divisor }: Scale): Both<number> {
  return { before: before / divisor.before, after: after / divisor.after };
}

function weightless(name: string): FunctionWeight {
  return { name, self: 0, total: 0 };
}

function wordOf({ before, after }: Both<number>, isMore: boolean): FunctionChange["change"] {
  return before === 0 ? "new" : after === 0 ? "gone" : isMore ? "more" : "less";
}
