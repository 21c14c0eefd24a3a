/** Where a list of weights is cut so that the heaviest stay. */
export interface Cut {
  /** Everything above stays. */
  readonly weight: number;
  /** Of those that weigh exactly this, so many stay. */
  readonly ties: number;
}

/** The cut that leaves `count` of the weights, at least one and at most all. */
export function heaviestCut(ascending: Float64Array, count: number): Cut {
  const weight = ascending[Math.max(0, ascending.length - count)]!;
  return { weight, ties: count - (ascending.length - firstAbove(ascending, weight)) };
}

function firstAbove(ascending: Float64Array, weight: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! > weight) high = middle;
    else low = middle + 1;
  }
  return low;
}
