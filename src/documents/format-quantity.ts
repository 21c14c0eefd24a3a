import type { Unit } from "./facts.generated.ts";
import { groupDigits } from "./group-digits.ts";

/** U+202F, a narrow no-break space, stands between a number and its unit. */
const space = "\u202f";

/**
 * A number with its unit, for people: three significant digits, whole numbers up to 99,999 in full, and the
 * prefix that keeps it short. Bytes take binary prefixes. A whole number without a unit may be a name (a pid, a
 * CPU) and is written digit by digit.
 */
export function formatQuantity(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return "not a number";
  switch (unit) {
    case "none":
      return Number.isInteger(value) ? String(value) : formatNumber(value);
    case "count":
      return formatNumber(value);
    case "percent":
      return `${formatNumber(value)}${space}%`;
    case "percent-of-core":
      return `${formatNumber(value)}${space}% of one core`;
    case "bytes":
      return formatBytes(value);
    case "bytes-per-second":
      return `${formatBytes(value)}/s`;
    case "seconds":
      return formatSeconds(value);
    case "milliseconds":
      return formatSeconds(value / 1e3);
    case "microseconds":
      return formatSeconds(value / 1e6);
    case "nanoseconds":
      return formatSeconds(value / 1e9);
    case "samples":
      return `${formatNumber(value)} sample${value === 1 ? "" : "s"}`;
    case "hertz":
      return `${formatNumber(value)}${space}Hz`;
    case "per-second":
      return `${formatNumber(value)}/s`;
  }
}

/** Three significant digits; whole numbers below 100,000 as they are. Never an exponent. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "not a number";
  // A negative zero is written as zero.
  if (value === 0) return "0";
  if (Number.isInteger(value) && Math.abs(value) < 100_000) return groupDigits(value);
  const rounded = threeDigits(value);
  if (Math.abs(rounded) >= 1000) return groupDigits(rounded);
  if (Math.abs(rounded) < 0.001) return rounded < 0 ? `>${space}-0.001` : `<${space}0.001`;
  return rounded.toString();
}

function threeDigits(value: number): number {
  return Number(value.toPrecision(3));
}

function formatBytes(value: number): string {
  const prefixes = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  let scaled = value;
  let power = 0;
  // Of the rounded number, so that 999.7 KiB is 0.976 MiB and not 1,000 KiB; so for seconds.
  while (Math.abs(threeDigits(scaled)) >= 1000 && power < prefixes.length - 1) {
    scaled /= 1024;
    power++;
  }
  return `${formatNumber(scaled)}${space}${prefixes[power]}`;
}

function formatSeconds(value: number): string {
  const size = Math.abs(threeDigits(value));
  if (size === 0) return `0${space}s`;
  if (size < 1e-6) return `${formatNumber(value * 1e9)}${space}ns`;
  if (size < 1e-3) return `${formatNumber(value * 1e6)}${space}µs`;
  if (size < 1) return `${formatNumber(value * 1e3)}${space}ms`;
  if (size < 120) return `${formatNumber(value)}${space}s`;
  if (size < 7200) return `${formatNumber(value / 60)}${space}min`;
  if (size < 48 * 3600) return `${formatNumber(value / 3600)}${space}h`;
  return `${formatNumber(value / 86_400)}${space}d`;
}
