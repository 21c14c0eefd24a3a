import type { Unit } from "../../documents/facts.generated.ts";
import type { Quantity } from "../quantity.ts";

interface BaseUnit {
  /** What the name of a metric ends with; a plain number needs none. */
  readonly suffix?: string;
  /** For HELP. */
  readonly words: string;
}

/** Which unit Prometheus wants, and how many of diag's make one. */
const base: Readonly<Record<Unit, BaseUnit & { readonly per: number }>> = {
  none: { per: 1, words: "a plain number" },
  count: { per: 1, words: "a number of things" },
  percent: { suffix: "ratio", per: 100, words: "0 to 1" },
  "percent-of-core": { suffix: "cores", per: 100, words: "CPU time per wall time" },
  bytes: { suffix: "bytes", per: 1, words: "in bytes" },
  seconds: { suffix: "seconds", per: 1, words: "in seconds" },
  milliseconds: { suffix: "seconds", per: 1e3, words: "in seconds" },
  microseconds: { suffix: "seconds", per: 1e6, words: "in seconds" },
  nanoseconds: { suffix: "seconds", per: 1e9, words: "in seconds" },
  samples: { suffix: "samples", per: 1, words: "in samples" },
  hertz: { suffix: "hertz", per: 1, words: "in hertz" },
  "per-second": { suffix: "per_second", per: 1, words: "a second" },
  "bytes-per-second": { suffix: "bytes_per_second", per: 1, words: "in bytes a second" },
};

export function inBaseUnit({ value, unit }: Quantity): BaseUnit & { readonly amount: number } {
  const { per, ...about } = base[unit];
  return { ...about, amount: value / per };
}
