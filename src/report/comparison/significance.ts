import type { Both } from "./both.ts";

/**
 * Standard errors beyond which a difference is no chance. Three, not the usual two: a run has a hundred facts, and with two of
 * a hundred five would be told by chance.
 */
const standardErrors = 3;

/** By the larger of both, so that the order does not matter. */
export function isBeyond({ before, after }: Both<number>, relative: number, least = 0): boolean {
  const difference = Math.abs(after - before);
  return difference > 0 && difference >= least && difference >= relative * Math.max(Math.abs(before), Math.abs(after));
}

/**
 * Whether two counts are of different rates. Where both rates are the same, each event of all falls into the second window
 * with the probability of that window's part of both: a binomial, and this its score test.
 */
export function ratesDiffer(counts: Both<number>, seconds: Both<number>): boolean {
  const all = counts.before + counts.after;
  const part = seconds.after / (seconds.before + seconds.after);
  const error = Math.sqrt(all * part * (1 - part));
  return error > 0 && Math.abs(counts.after - all * part) >= standardErrors * error;
}

/** Whether two shares, 0 to 1, of so many samples each are different: the pooled test of two proportions. */
export function sharesDiffer(shares: Both<number>, samples: Both<number>): boolean {
  const all = samples.before + samples.after;
  if (samples.before <= 0 || samples.after <= 0) return false;
  const pooled = (shares.before * samples.before + shares.after * samples.after) / all;
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / samples.before + 1 / samples.after));
  return error > 0 && Math.abs(shares.after - shares.before) >= standardErrors * error;
}

/** Distance of two cumulative distributions beyond which they differ with 1 in 1,000: Kolmogorov and Smirnov, two samples. */
export function criticalDistance({ before, after }: Both<number>): number {
  const level = Math.sqrt(-Math.log(0.001 / 2) / 2);
  return level * Math.sqrt((before + after) / (before * after));
}

/** Of values in ascending order, between two of them by their distance. */
export function quantile(ascending: readonly number[], share: number): number {
  const at = (ascending.length - 1) * share;
  const [low, high] = [ascending[Math.floor(at)] ?? 0, ascending[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at - Math.floor(at));
}
