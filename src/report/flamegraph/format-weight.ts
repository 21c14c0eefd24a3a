import type { Unit } from "../../documents/facts.generated.ts";
import { groupDigits } from "../../documents/group-digits.ts";

const thinSpace = "\u202f";
const binary = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;
/** Ladder of a unit of time, and where on it the unit stands. */
const times = ["ns", "µs", "ms", "s"] as const;
const timeUnits = ["nanoseconds", "microseconds", "milliseconds", "seconds"];

/** A weight as a person reads it: "1,234 samples", "3.40 MiB", "12.5 ms". Never more digits than it deserves. */
export function formatWeight(weight: number, unit: Unit | string): string {
  if (unit === "bytes") return scaled(weight, 1024, binary, 0);
  const step = timeUnits.indexOf(unit);
  if (step >= 0) return scaled(weight, 1000, times, step);
  const number = Number.isInteger(weight) ? groupDigits(weight) : threeDigits(weight);
  return unit === "none" ? number : number + thinSpace + (weight === 1 && unit === "samples" ? "sample" : unit);
}

/** @param share 0 to 1. */
export function formatShare(share: number): string {
  const percent = share * 100;
  const text = percent === 0 || percent >= 0.01 ? threeDigits(percent) : "< 0.01";
  return `${text}${thinSpace}%`;
}

function scaled(value: number, base: number, names: readonly string[], from: number): string {
  let step = from;
  let rest = value;
  while (rest >= base && step < names.length - 1) {
    rest /= base;
    step++;
  }
  return threeDigits(rest) + thinSpace + names[step];
}

function threeDigits(value: number): string {
  if (value >= 1000) return groupDigits(Math.round(value));
  if (Number.isInteger(value)) return String(value);
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
