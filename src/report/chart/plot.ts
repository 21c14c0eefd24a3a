import type { Width } from "./frame.ts";

/** Where the values of a chart are drawn. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly above: number;
  readonly bottom: number;
}

/**
 * The same for every chart over time, so that one moment stands at one place all the way down a page. On the right is room
 * for names at the ends of lines; a telephone has none, and a legend instead.
 */
export const clockEdges = {
  wide: { left: 72, right: 832 },
  narrow: { left: 56, right: 328 },
} as const satisfies Record<Width, Pick<Plot, "left" | "right">>;

export const plotHeight = { wide: 180, narrow: 150 } as const satisfies Record<Width, number>;
