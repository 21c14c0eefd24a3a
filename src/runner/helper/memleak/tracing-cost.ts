import type { Tracer } from "../../../tools/memleak/memleak-request.ts";

/** What the target pays for one malloc and its free, in nanoseconds. */
export interface TracingCost {
  /** Where it is traced. */
  readonly traced: number;
  /** Where it is not, because only some are: the breakpoints remain. */
  readonly passedOver: number;
}

/**
 * Measured by `npm run bench memleak` as CPU time of the target, in a virtual machine (which makes traps dearer than they are
 * on bare hardware), with breakpoints that the kernel emulates: one each at malloc, its return and free.
 */
const costs: Readonly<Record<Tracer, TracingCost>> = {
  bpftrace: { traced: 5_000, passedOver: 2_400 },
  bcc: { traced: 4_500, passedOver: 2_500 },
  libbpf: { traced: 4_500, passedOver: 2_500 },
};

/** For each breakpoint whose instruction the kernel has to run by itself. */
const stepped = 10_000;

export function tracingCost(tracer: Tracer, steppedSites: number): TracingCost {
  const { traced, passedOver } = costs[tracer];
  return { traced: traced + steppedSites * stepped, passedOver: passedOver + steppedSites * stepped };
}

/** Percent of one core that tracing one allocation in `oneIn` takes from the target. */
export function slowdownOf({ traced, passedOver }: TracingCost, perSecond: number, oneIn: number): number {
  return (100 * perSecond * (passedOver + (traced - passedOver) / oneIn)) / 1e9;
}

/** Fewer than one in so many tell nothing of stacks that are not the heaviest. */
const sparsest = 1_000;

/** The smallest N that keeps tracing one allocation in N within `limit` percent of one core; undefined where none does. */
export function sampleWithin(limit: number, cost: TracingCost, perSecond: number): number | undefined {
  if (slowdownOf(cost, perSecond, 1) <= limit) return 1;
  const left = (limit * 1e9) / (100 * perSecond) - cost.passedOver;
  const oneIn = Math.ceil((cost.traced - cost.passedOver) / left);
  return left > 0 && oneIn <= sparsest ? oneIn : undefined;
}
