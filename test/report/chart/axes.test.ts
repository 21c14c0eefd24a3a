import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Unit } from "../../../src/documents/facts.generated.ts";
import { timeLabel, timeScale, timeTicks } from "../../../src/report/chart/time-axis.ts";
import { valueAxis } from "../../../src/report/chart/value-axis.ts";
import { textsOf } from "./svg-parts.ts";

const plot = { left: 50, right: 250, above: 20, bottom: 120 };

describe("the axis of values", () => {
  test.each<[number, number, Unit, string[]]>([
    [0, 97, "none", ["0", "20", "40", "60", "80", "100"]],
    [0, 1, "percent", ["%", "0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]],
    [256, 400, "count", ["250", "300", "350", "400"]],
    [0, 0.003, "seconds", ["ms", "0", "1", "2", "3"]],
    [-3, 4, "none", ["−4", "−2", "0", "2", "4"]],
    [0, 12_000, "none", ["0", "2,000", "4,000", "6,000", "8,000", "10,000", "12,000"]],
    [0, 12_000_000, "per-second", ["million per second", "0", "2", "4", "6", "8", "10", "12"]],
    [0, 700 * 1024 ** 2, "bytes", ["MiB", "0", "200", "400", "600", "800"]],
    [7, 7, "none", ["6.0", "6.5", "7.0", "7.5", "8.0"]],
    [0, 0, "none", ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]],
  ])("from %d to %d of %s: %j", (low, high, unit, expected) => {
    expect(textsOf(valueAxis(low, high, unit, plot).marks.join(""))).toEqual(expected);
  });

  test("encloses every value", () => {
    const value = fc.oneof(fc.integer(), fc.double({ min: 1e-12, max: 1e15, noNaN: true }));
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const { y } = valueAxis(low, high, "none", plot);
        expect(y(low)).toBeLessThanOrEqual(plot.bottom + 1e-3);
        expect(y(high)).toBeGreaterThanOrEqual(plot.above - 1e-3);
      }),
    );
  });
});

describe("the axis of time", () => {
  test.each([
    [60, ["0", "5\u202fs", "10\u202fs"]],
    [0.5, ["0", "0.05\u202fs", "0.1\u202fs"]],
    [600, ["0", "1\u202fmin", "2\u202fmin"]],
    [86_400, ["0", "3\u202fh", "6\u202fh"]],
  ])("of %d seconds has marks of the clock", (seconds, expected) => {
    const ticks = timeTicks(seconds, 12);
    expect(ticks.slice(0, 3).map((at) => timeLabel(at, seconds))).toEqual(expected);
    expect(ticks.at(-1)).toBeLessThanOrEqual(seconds);
  });

  test("holds what comes after its end at its end", () => {
    const x = timeScale(10, 0, 100);
    expect([x(0), x(5), x(11)]).toEqual([0, 50, 100]);
  });
});
