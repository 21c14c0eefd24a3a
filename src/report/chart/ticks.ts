/**
 * Round numbers from at or below `low` to at or above `high`: about `wanted` of them.
 * A span too small for a double to divide counts as none: the marks then stand around the value.
 */
export function niceTicks(low: number, high: number, wanted: number): number[] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  const span = high - low > size * 1e-9 ? high - low : size || 1;
  const step = niceStep(span / wanted);
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5].find((one) => one * power >= rough * 0.999) ?? 10;
  return factor * power;
}

const clockSteps = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400,
];

/** Times within 0 to `seconds` that a clock would show. */
export function timeTicks(seconds: number, wanted: number): number[] {
  const step = clockSteps.find((one) => seconds / one <= wanted) ?? Math.max(1, seconds / wanted);
  return Array.from({ length: Math.floor(seconds / step + 1e-9) + 1 }, (_, i) => i * step);
}

/** `0`, `30 s`, `5 min`: in one unit for the whole axis. */
export function timeLabel(at: number, seconds: number): string {
  const [size, name] = seconds >= 7200 ? [3600, "h"] : seconds > 180 ? [60, "min"] : [1, "s"];
  return at === 0 ? "0" : `${Number((at / size).toFixed(1))}\u202f${name}`;
}

/** A number on an axis, with as many decimals as its neighbours need. */
export function tickLabel(value: number, step: number): string {
  const decimals = Math.max(
    0,
    Math.min(
      6,
      -Math.floor(Math.log10(step) + 1e-9) +
        (Number.isInteger(step / 10 ** Math.floor(Math.log10(step) + 1e-9)) ? 0 : 1),
    ),
  );
  return value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}
