import { formatShare, formatWeight } from "../format-weight.ts";

/** What a baseline and a profile weigh as a whole, and how they are compared. */
export interface Comparison {
  readonly before: number;
  readonly after: number;
  /** By share of all, so that two windows of different length compare; or as measured. */
  readonly mode: "normalised" | "absolute";
}

/** A frame in both profiles, as measured. */
export interface Pair {
  readonly before: number;
  readonly after: number;
}

/** Frames with less than this share of both profiles stay without colour: their change is noise. */
const minimumShare = 0.001;
/** Relative changes, (after − before) / (after + before), from which on a colour gets stronger. */
const steps = [0.02, 0.15, 0.5];

/** Class of the frame's colour: `same`, `more-0` to `more-2`, `less-0` to `less-2`. */
export function changeClass(pair: Pair, whole: Comparison): string {
  const { before, after } = comparable(pair, whole);
  const both = before + after;
  const all = comparable(whole, whole);
  if (both < minimumShare * (all.before + all.after)) return "same";
  const relative = (after - before) / both;
  const step = steps.findLastIndex((least) => Math.abs(relative) >= least);
  return step < 0 ? "same" : `${relative > 0 ? "more" : "less"}-${step}`;
}

/** The change in words, its sign always there: "+3.1 %" of all, "−2 MiB", "new +0.4 %", "gone −1 %". */
export function changeText(pair: Pair, whole: Comparison, unit: string): string {
  const change =
    whole.mode === "normalised"
      ? share(pair.after, whole.after) - share(pair.before, whole.before)
      : pair.after - pair.before;
  // 10/200 − 20/100 is not −0.15 in binary: what is beyond nine digits is no change.
  const size = Math.round(Math.abs(change) * 1e9) / 1e9;
  const amount = whole.mode === "normalised" ? formatShare(size) : formatWeight(size, unit);
  const sign = size === 0 ? "±" : change > 0 ? "+" : "−";
  const word = pair.after > 0 && pair.before === 0 ? "new " : pair.after === 0 && pair.before > 0 ? "gone " : "";
  return `${word}${sign}${amount}`;
}

/** Both sides on one scale. */
function comparable({ before, after }: Pair, whole: Comparison): Pair {
  const factor = whole.mode === "normalised" && whole.before > 0 && whole.after > 0 ? whole.after / whole.before : 1;
  return { before: before * factor, after };
}

function share(part: number, all: number): number {
  return all > 0 ? part / all : 0;
}
