import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { niceTicks, tickLabel, timeLabel, timeTicks } from "../../../src/report/chart/ticks.ts";

describe("the marks of an axis", () => {
  test.each([
    [0, 97, ["0", "25", "50", "75", "100"]],
    [0, 1, ["0.00", "0.25", "0.50", "0.75", "1.00"]],
    [256, 400, ["250", "300", "350", "400"]],
    [0, 0.003, ["0.000", "0.001", "0.002", "0.003"]],
    [-3, 4, ["-4", "-2", "0", "2", "4"]],
    [0, 12_000, ["0", "5,000", "10,000", "15,000"]],
    [7, 7, ["6", "8"]],
    [0, 0, ["0.00", "0.25"]],
    [999_999_999_999_998, 999_999_999_999_998.8, ["750,000,000,000,000", "1,000,000,000,000,000"]],
  ])("%d to %d: %j", (low, high, expected) => {
    const ticks = niceTicks(low, high, 4);
    expect(ticks.map((tick) => tickLabel(tick, (ticks[1] ?? 1) - (ticks[0] ?? 0)))).toEqual(expected);
  });

  test("are few, ascend, and enclose every value", () => {
    const value = fc.oneof(fc.integer(), fc.double({ min: 1e-12, max: 1e15, noNaN: true }));
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const ticks = niceTicks(low, high, 4);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(8);
        const room = ((ticks[1] ?? 0) - (ticks[0] ?? 0)) * 1e-6;
        expect(ticks[0]).toBeLessThanOrEqual(low + room);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(high - room);
      }),
    );
  });

  test.each([
    [60, ["0", "5\u202fs", "10\u202fs"]],
    [0.5, ["0", "0.1\u202fs", "0.2\u202fs"]],
    [600, ["0", "1\u202fmin", "2\u202fmin"]],
    [86_400, ["0", "2\u202fh", "4\u202fh"]],
  ])("of %d seconds are the clock's", (seconds, expected) => {
    const ticks = timeTicks(seconds, 12);
    expect(ticks.slice(0, 3).map((at) => timeLabel(at, seconds))).toEqual(expected);
    expect(ticks.at(-1)).toBeLessThanOrEqual(seconds);
  });
});
