/** Times of the same kind, in milliseconds. */
export interface TimeTally {
  count: number;
  total: number;
  longest: number;
}

export function noTimes(): TimeTally {
  return { count: 0, total: 0, longest: 0 };
}

export function addTime(tally: TimeTally, seconds: number): void {
  const ms = Math.max(0, 1000 * seconds);
  tally.count += 1;
  tally.total += ms;
  tally.longest = Math.max(tally.longest, ms);
}
