/** How a series changes over its window. */
export interface Trend {
  /** Least squares, in units a second. */
  readonly slope: number;
  /** Share of the variation that this slope explains, 0 to 1. */
  readonly r2: number;
  /** Mean change a second between the medians of the window's blocks. */
  readonly drift: number;
  /** 95 % confidence interval of the drift; without bounds where there are too few readings to tell. */
  readonly low: number;
  readonly high: number;
  /** The drift in the last third of the window. */
  readonly lateDrift: number;
}

export type Points = readonly (readonly [seconds: number, value: number])[];

/** Student's t, 97.5 %, by degrees of freedom from 3 on. */
const students = [3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
const mostBlocks = 12;
const fewestBlocks = 5;

export function trendOf(points: Points): Trend {
  return { ...leastSquares(points), ...driftOf(points) };
}

/**
 * Memory in use is a sum of changes, so what a straight line leaves over is correlated in time (a garbage collector's
 * sawtooth, a step) and least squares would be far too sure of its slope (Granger and Newbold, 1974). So the window is
 * cut into blocks, and the interval is Student's over the changes from one block's median to the next: right for a
 * random walk, wider than it need be for noise around a level, and one step or a few are no trend.
 */
export function driftOf(points: Points): Pick<Trend, "drift" | "low" | "high" | "lateDrift"> {
  const blocks = blocksOf(points);
  const drift = rateBetween(blocks[0], blocks.at(-1));
  const lateDrift = rateBetween(blocks[blocks.length - 1 - Math.round(blocks.length / 3)], blocks.at(-1));
  if (blocks.length < fewestBlocks) return { drift, low: -Infinity, high: Infinity, lateDrift };
  const changes = blocks.slice(1).map((block, index) => rateBetween(blocks[index], block));
  const variance = changes.reduce((sum, change) => sum + (change - drift) ** 2, 0) / (changes.length - 1);
  const perBlock = points.length / blocks.length;
  const error = Math.sqrt((variance * averagingFactor(perBlock)) / changes.length);
  const margin = (students[changes.length - 4] ?? 2.228) * error;
  return { drift, low: drift - margin, high: drift + margin, lateDrift };
}

/** Where the line of the drift goes through: the middle of the blocks. */
export function middleOf(points: Points): readonly [seconds: number, value: number] {
  const blocks = blocksOf(points);
  const mean = (pick: (block: Block) => number) => blocks.reduce((sum, block) => sum + pick(block), 0) / blocks.length;
  return [mean(({ at }) => at), mean(({ median }) => median)];
}

interface Block {
  readonly at: number;
  readonly median: number;
}

/** Consecutive readings, as evenly as they can be shared out. A median is deaf to what lasts less than half a block. */
function blocksOf(points: Points): Block[] {
  const count = Math.min(mostBlocks, points.length);
  return Array.from({ length: count }, (_, index) => {
    const block = points.slice(
      Math.round((index * points.length) / count),
      Math.round(((index + 1) * points.length) / count),
    );
    return { at: block.reduce((sum, [at]) => sum + at, 0) / block.length, median: medianOf(block) };
  });
}

function medianOf(block: Points): number {
  const values = block.map(([, value]) => value).toSorted((a, b) => a - b);
  const middle = values.length / 2;
  return ((values[Math.ceil(middle) - 1] ?? 0) + (values[Math.floor(middle)] ?? 0)) / 2;
}

function rateBetween(from: Block | undefined, to: Block | undefined): number {
  return from === undefined || to === undefined || to.at <= from.at ? 0 : (to.median - from.median) / (to.at - from.at);
}

/** Averaging `k` steps of a random walk correlates neighbouring changes by (k² − 1) / (2 (2k² + 1)) (Working, 1960). */
function averagingFactor(k: number): number {
  return 1 + (k ** 2 - 1) / (2 * k ** 2 + 1);
}

function leastSquares(points: Points): Pick<Trend, "slope" | "r2"> {
  const n = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (const [x, y] of points) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
    yy += (y - meanY) ** 2;
  }
  if (xx === 0 || yy === 0) return { slope: 0, r2: 0 };
  return { slope: xy / xx, r2: (xy * xy) / (xx * yy) };
}
