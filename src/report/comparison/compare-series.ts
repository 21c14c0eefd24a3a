import type { SeriesFact } from "../../documents/facts.generated.ts";
import { type Both, mapBoth } from "./both.ts";
import { type Basis, type Change, sized } from "./change.ts";
import { compareNumbers } from "./compare-numbers.ts";
import { isBeyond, quantile } from "./significance.ts";

/** Fewer have no quartiles. */
const fewestReadings = 4;
const leastRelative = 0.1;

/**
 * By their own spread, and without a word about its shape: readings that follow one another are not independent, so that a
 * standard error of their mean would promise too much.
 *
 * @returns undefined where a run has no reading.
 */
export function compareSeries({ before, after }: Both<SeriesFact>, basis: Basis): Change | undefined {
  const readings = mapBoth({ before, after }, ({ points }) => points.map(([, value]) => value).sort((a, b) => a - b));
  const fewest = Math.min(readings.before.length, readings.after.length);
  if (fewest === 0) return undefined;
  const medians = mapBoth(readings, (values) => quantile(values, 0.5));
  if (fewest < fewestReadings) return compareNumbers(after.unit, medians, basis);
  const [lower, higher] =
    medians.before < medians.after ? [readings.before, readings.after] : [readings.after, readings.before];
  const isApart = quantile(lower, 0.75) < quantile(higher, 0.25);
  return sized(after.unit, medians, "readings", isApart && isBeyond(medians, leastRelative));
}
