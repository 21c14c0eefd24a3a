import { randomFrom } from "../random.ts";

/** What may befall a run of each site. A run of the local site is its own runner. */
export const blowsOf = {
  local: ["kill the CLI", "kill a tool", "end the target", "fill the disk"],
  docker: ["kill the CLI", "kill the runner", "kill a tool", "end the target", "delete the tools", "fill the disk"],
  kubernetes: [
    "kill the CLI",
    "kill the runner",
    "kill a tool",
    "end the target",
    "delete the tools",
    "fill the disk",
    "pause the API",
  ],
} as const satisfies Record<string, readonly string[]>;

export type SiteName = keyof typeof blowsOf;
export type Blow = (typeof blowsOf)[SiteName][number];
/** A run that nothing befalls: how long it takes, and that it holds. */
export const control = "nothing";

export interface Moment {
  /** From 1; names what belongs to it. */
  readonly number: number;
  readonly site: SiteName;
  readonly blow: Blow | typeof control;
  /** When: 0 is the start of the CLI, 1 the end of a run that nobody disturbs. See `momentIn`. */
  readonly at: number;
  /** Which of several, where the blow has a choice: from 0 to 1. */
  readonly pick: number;
}

/** As many moments as wanted, the same for the same seed; every blow at every site as often as any other, give or take one. */
export function chooseMoments(seed: number, count: number, sites: readonly SiteName[]): Moment[] {
  const random = randomFrom(seed);
  const pairs = sites.flatMap((site) => blowsOf[site].map((blow) => ({ site, blow })));
  const deck: typeof pairs = [];
  return Array.from({ length: count }, (_, index) => {
    if (deck.length === 0) deck.push(...pairs);
    const [pair] = deck.splice(Math.floor(random() * deck.length), 1);
    return { number: index + 1, ...(pair as (typeof pairs)[number]), at: random(), pick: random() };
  });
}

/** How long the parts of a run take that nobody disturbs. */
export interface RunLength {
  /** Until its runner has looked at the node, and its steps start. */
  readonly startMs: number;
  /** From then on: the window, the way home and the report. */
  readonly restMs: number;
}

export interface When {
  readonly after: "the start" | "the probe";
  readonly ms: number;
}

/** So many of the moments are before the steps start. */
const startShare = 0.25;

/** When to strike: so long after the start, or after the steps have started. A machine that is slow to start shifts both. */
export function momentIn({ startMs, restMs }: RunLength, at: number): When {
  if (at < startShare) return { after: "the start", ms: (at / startShare) * startMs };
  return { after: "the probe", ms: ((at - startShare) / (1 - startShare)) * restMs };
}
