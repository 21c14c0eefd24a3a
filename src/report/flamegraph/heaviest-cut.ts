/** Where a list of weights is cut so that the heaviest stay. */
export interface Cut {
  /** Everything above stays. */
  readonly weight: number;
  /** Of those that weigh exactly this, so many stay. */
  readonly ties: number;
}

/** Sign, exponent and 6 bits of the fraction: weights that share them differ by less than 2 %. */
const bucketBits = 18;
const bits = new DataView(new ArrayBuffer(8));

/**
 * The cut that leaves `count` of the weights. Not by sorting, for there are millions of them: a histogram over the
 * leading bits (a positive double orders like its bits) finds the bucket with the cut, and only that is sorted.
 *
 * @param weights none negative.
 */
export function heaviestCut(weights: Float64Array, count: number): Cut {
  if (count >= weights.length) return { weight: 0, ties: Number.POSITIVE_INFINITY };
  const histogram = new Uint32Array(1 << bucketBits);
  for (const weight of weights) histogram[bucketOf(weight)]!++;
  let above = 0;
  let bucket = histogram.length - 1;
  while (above + histogram[bucket]! < count) above += histogram[bucket--]!;

  const near = new Float64Array(histogram[bucket]!);
  let filled = 0;
  for (const weight of weights) if (bucketOf(weight) === bucket) near[filled++] = weight;
  near.sort();
  const weight = near[near.length - (count - above)]!;
  let heavier = near.length;
  while (heavier > 0 && near[heavier - 1]! > weight) heavier--;
  return { weight, ties: count - above - (near.length - heavier) };
}

function bucketOf(weight: number): number {
  bits.setFloat64(0, weight);
  return bits.getUint32(0) >>> (32 - bucketBits);
}
