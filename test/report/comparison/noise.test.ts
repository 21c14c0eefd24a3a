import { describe, expect, test } from "vitest";
import type { Unit } from "../../../src/documents/facts.generated.ts";
import { compareHistograms } from "../../../src/report/comparison/compare-histograms.ts";
import { compareNumbers } from "../../../src/report/comparison/compare-numbers.ts";
import { compareSeries } from "../../../src/report/comparison/compare-series.ts";

const tenSeconds = { seconds: { before: 10, after: 10 } };
const twiceAsLong = { seconds: { before: 10, after: 20 } };

function change(unit: Unit, before: number, after: number, basis: Parameters<typeof compareNumbers>[2] = tenSeconds) {
  return compareNumbers(unit, { before, after }, basis).change;
}

describe("numbers", () => {
  test("a tiny sample is no regression, however large the relation", () => {
    expect(change("samples", 1, 4)).toBe("same");
    expect(change("count", 0, 8)).toBe("same");
    expect(change("count", 0, 9)).toBe("more");
    expect(change("samples", 100, 140)).toBe("same");
    expect(change("samples", 100, 160)).toBe("more");
    // Sure, and too little to matter.
    expect(change("count", 100_000, 110_000)).toBe("same");
  });

  test("samples of windows of different lengths compare by the second", () => {
    expect(compareNumbers("samples", { before: 100, after: 200 }, twiceAsLong)).toEqual({
      change: "same",
      rule: "counting",
      amount: { unit: "per-second", before: 10, after: 10, absolute: 0, relative: 0 },
    });
    expect(change("samples", 100, 400, twiceAsLong)).toBe("more");
  });

  test("a count that may be of things or of events has changed where it has in both senses", () => {
    expect(change("count", 400, 400, twiceAsLong)).toBe("same");
    expect(change("count", 200, 400, twiceAsLong)).toBe("same");
    expect(change("count", 200, 1000, twiceAsLong)).toBe("more");
    expect(change("count", 400, 100, twiceAsLong)).toBe("less");
  });

  test("shares: by their samples where they are known, else by points", () => {
    const few = { ...tenSeconds, samples: { before: 20, after: 20 } };
    const many = { ...tenSeconds, samples: { before: 500, after: 500 } };
    expect(change("percent", 30, 60, few)).toBe("same");
    expect(change("percent", 30, 60, many)).toBe("more");
    expect(change("percent", 30, 34, many)).toBe("same");
    expect(change("percent", 30, 34)).toBe("same");
    expect(change("percent", 30, 25)).toBe("less");
  });

  test("single figures: from a fifth on, and from an amount on that is worth a word", () => {
    expect(change("percent-of-core", 100, 119)).toBe("same");
    expect(change("percent-of-core", 100, 126)).toBe("more");
    expect(change("percent-of-core", 1, 4)).toBe("same");
    expect(change("bytes", 1000, 5000)).toBe("same");
    expect(change("bytes", 100 << 20, 60 << 20)).toBe("less");
    expect(change("milliseconds", 0.2, 0.9)).toBe("same");
    expect(change("none", 1.5, 3)).toBe("more");
  });

  test("a neighbouring bucket of a log2 histogram is within its precision", () => {
    expect(change("microseconds", 16_384, 32_768)).toBe("same");
    expect(change("microseconds", 16_384, 65_536)).toBe("more");
    expect(change("microseconds", 16_000, 32_000)).toBe("more");
  });

  test("whole numbers without a unit may be names: they only differ", () => {
    expect(compareNumbers("none", { before: 4242, after: 17 }, tenSeconds)).toEqual({ change: "other", rule: "exact" });
  });
});

describe("series", () => {
  const series = (...values: number[]) => ({
    kind: "series" as const,
    unit: "percent-of-core" as const,
    points: values.map((value, second): [number, number] => [second, value]),
  });

  test("has changed where the middle halves of its readings do not meet", () => {
    const [low, high] = [series(20, 22, 24, 21, 90), series(30, 33, 31, 34, 5)];
    expect(compareSeries({ before: low, after: high }, tenSeconds)).toEqual({
      change: "more",
      rule: "readings",
      amount: { unit: "percent-of-core", before: 22, after: 31, absolute: 9, relative: 9 / 22 },
    });
    const wide = series(10, 20, 30, 40, 50);
    expect(compareSeries({ before: low, after: wide }, tenSeconds)?.change).toBe("same");
    // Apart, and by less than a tenth.
    expect(
      compareSeries({ before: series(99, 99, 99, 99), after: series(100, 100, 100, 100) }, tenSeconds)?.change,
    ).toBe("same");
  });

  test("fewer than four readings are compared as one figure, none not at all", () => {
    expect(compareSeries({ before: series(10, 12), after: series(30, 32) }, tenSeconds)).toMatchObject({
      change: "more",
      rule: "relative",
    });
    expect(compareSeries({ before: series(), after: series(1) }, tenSeconds)).toBeUndefined();
  });
});

describe("histograms", () => {
  const histogram = (...counts: number[]) => counts.map((count, i) => ({ low: 2 ** i, high: 2 ** (i + 1), count }));
  const compared = (before: number[], after: number[]) =>
    compareHistograms({ before: histogram(...before), after: histogram(...after) })?.change;

  test("has changed where the distributions differ by more than chance, and enough to matter", () => {
    expect(compared([100, 100, 0], [0, 100, 100])).toBe("more");
    expect(compared([0, 100, 100], [100, 100, 0])).toBe("less");
    expect(compared([3, 2, 0], [0, 3, 2])).toBe("same");
    expect(compared([10_000, 10_000, 0], [9_500, 10_000, 500])).toBe("same");
  });

  test("where some values got larger and others smaller it only differs", () => {
    expect(compared([0, 300, 0], [150, 0, 150])).toBe("other");
  });

  test("a missing bucket is an empty one, where the other run has it", () => {
    const slow = histogram(100, 0, 0, 100).filter(({ count }) => count > 0);
    expect(compareHistograms({ before: histogram(100, 100), after: slow })?.change).toBe("more");
  });

  test("without values there is nothing to compare", () => {
    expect(compared([0, 0], [1, 1])).toBeUndefined();
  });
});
