import type { Unit } from "../../documents/facts.generated.ts";
import { type Both, mapBoth } from "./both.ts";
import { type Basis, type Change, exact, sized } from "./change.ts";
import { isBeyond, ratesDiffer, sharesDiffer } from "./significance.ts";

/** Single figures of the same program on the same machine commonly differ by less. */
const leastRelative = 0.2;
const leastPoints = 5;
/** Windows that differ by less are of the same length: diag asks for one, and a tool ends a little later. */
const sameWindow = 0.05;

/** Less than this is not worth a word, whatever its relation. */
const leastAmount: Readonly<Partial<Record<Unit, number>>> = {
  "percent-of-core": 5,
  bytes: 1024 * 1024,
  "bytes-per-second": 10 * 1024,
  seconds: 1e-3,
  milliseconds: 1,
  microseconds: 1e3,
  nanoseconds: 1e6,
  hertz: 1,
  "per-second": 1,
};

export function compareNumbers(unit: Unit, values: Both<number>, basis: Basis): Change {
  if (unit === "percent") return compareShares(values, basis);
  if (unit === "samples") return compareEvents(unit, values, basis);
  if (unit === "count") return compareCounts(values, basis);
  const { before, after } = values;
  if (unit === "none" && Number.isInteger(before) && Number.isInteger(after)) return exact(before === after);
  const isChanged = isBeyond(values, leastRelative, leastAmount[unit]) && !isNextBucket(values);
  return sized(unit, values, "relative", isChanged);
}

function compareShares(percent: Both<number>, { samples }: Basis): Change {
  const shares = mapBoth(percent, (value) => value / 100);
  const points = Math.abs(percent.after - percent.before);
  return samples !== undefined && [shares.before, shares.after].every((share) => share >= 0 && share <= 1)
    ? sized("percent", percent, "samples", points >= 1 && sharesDiffer(shares, samples))
    : sized("percent", percent, "points", points >= leastPoints);
}

/** What happened in a window: by the second where the windows are not of one length. */
function compareEvents(unit: Unit, counts: Both<number>, { seconds }: Basis): Change {
  const rates = { before: counts.before / seconds.before, after: counts.after / seconds.after };
  const isChanged = ratesDiffer(counts, seconds) && isBeyond(rates, leastRelative);
  return areOfOneLength(seconds)
    ? sized(unit, counts, "counting", isChanged)
    : sized("per-second", rates, "counting", isChanged);
}

/**
 * A count may be of what happened in the window, or of what is there, and a bundle does not say which. Where the windows are
 * not of one length it has changed only where it has in both senses, and in the same direction.
 */
function compareCounts(counts: Both<number>, basis: Basis): Change {
  const events = compareEvents("count", counts, basis);
  if (areOfOneLength(basis.seconds)) return events;
  const things = compareEvents("count", counts, { seconds: { before: 1, after: 1 } });
  return things.change === events.change ? events : { ...things, change: "same" };
}

export function areOfOneLength(seconds: Both<number>): boolean {
  return !isBeyond(seconds, sameWindow);
}

/** Ends of neighbouring buckets of a log2 histogram: one further is within its precision. */
function isNextBucket({ before, after }: Both<number>): boolean {
  const [low, high] = [Math.min(before, after), Math.max(before, after)];
  return high === 2 * low && Number.isInteger(Math.log2(low));
}
