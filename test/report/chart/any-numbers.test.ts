import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { heatmapChart } from "../../../src/report/chart/heatmap-chart.ts";
import { histogramChart } from "../../../src/report/chart/histogram-chart.ts";
import { lineChart } from "../../../src/report/chart/line-chart.ts";
import { stackChart } from "../../../src/report/chart/stack-chart.ts";
import { stepChart } from "../../../src/report/chart/step-chart.ts";
import type { ChartExhibit, HeatmapExhibit, HistogramExhibit, StackExhibit } from "../../../src/report/exhibit.ts";
import type { Timeline } from "../../../src/report/report.ts";
import { isWellFormed } from "./svg-parts.ts";

const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("</text><script>alert(1)</script>", '" onload="alert(1)', "]]>", "&lt;", "\x1b[31m", "\u202e"),
);
const unit = fc.constantFrom("bytes", "percent", "microseconds", "none", "per-second", "bytes-per-second" as const);
/** As large as a counter of 64 bits, as small as a thousandth of a nanosecond. */
const number = fc.oneof(
  fc.integer(),
  fc.double({ min: 1e-12, max: 2 ** 64, noNaN: true }),
  fc.double({ min: -(2 ** 64), max: -1e-12, noNaN: true }),
);
const moment = fc.double({ min: 0, max: 1e6, noNaN: true });
const bucket = fc.record({ low: number, high: number, count: fc.oneof(fc.nat(), fc.maxSafeNat()) });
const shown = {
  id: fc.constant("a-b"),
  facts: fc.constant([]),
  title: hostile,
  lead: fc.boolean(),
  unit,
  answer: hostile,
};

/** A bundle may come from anywhere, so a chart must be a picture whatever its numbers and names are. */
function expectPicture(svg: string): void {
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  expect(svg).not.toMatch(/<script|\s(on\w+|style|href)="/);
  expect(isWellFormed(svg)).toBe(true);
  expect(svg.length).toBeLessThan(100_000);
}

describe("of any numbers and names there is a harmless picture:", () => {
  const names = /NaN|Infinity|undefined/;

  test("a line chart", () => {
    const series = fc.record({
      name: hostile.filter((name) => !names.test(name)),
      points: fc.array(fc.tuple(fc.double({ min: 0, max: 1e6, noNaN: true }), number), { minLength: 1, maxLength: 50 }),
      ...{ trend: fc.record({ through: fc.tuple(fc.nat(60), number), drift: number, low: number, high: number }) },
    });
    const exhibit: fc.Arbitrary<ChartExhibit> = fc.record({
      ...shown,
      kind: fc.constant("chart" as const),
      series: fc.array(series, { minLength: 1, maxLength: 6 }),
      references: fc.array(fc.record({ name: hostile, value: number }), { maxLength: 2 }),
      events: fc.array(fc.record({ name: hostile, spans: fc.array(fc.tuple(moment, moment), { maxLength: 5 }) }), {
        maxLength: 2,
      }),
      seconds: moment,
    });
    fc.assert(
      fc.property(exhibit, fc.constantFrom("wide", "narrow"), (one, width) =>
        expectPicture(lineChart(one, width, "page")),
      ),
    );
  });

  test("a stack", () => {
    const exhibit = fc.integer({ min: 1, max: 50 }).chain((length): fc.Arbitrary<StackExhibit> => {
      const ofEach = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: length, maxLength: length });
      return fc.record({
        ...shown,
        kind: fc.constant("stack" as const),
        times: ofEach(moment).map((times) => times.toSorted((a, b) => a - b)),
        parts: fc.array(fc.record({ name: hostile.filter((name) => !names.test(name)), values: ofEach(number) }), {
          minLength: 1,
          maxLength: 6,
        }),
        references: fc.array(fc.record({ name: hostile, value: number }), { maxLength: 2 }),
        seconds: moment,
      });
    });
    fc.assert(
      fc.property(exhibit, fc.constantFrom("wide", "narrow"), (one, width) =>
        expectPicture(stackChart(one, width, "page")),
      ),
    );
  });

  test("a heat map", () => {
    const exhibit: fc.Arbitrary<HeatmapExhibit> = fc.record({
      ...shown,
      kind: fc.constant("heatmap" as const),
      intervals: fc
        .array(fc.record({ from: moment, to: moment, buckets: fc.array(bucket, { maxLength: 20 }) }), { maxLength: 20 })
        .filter((intervals) => intervals.some(({ buckets }) => buckets.some(({ count }) => count > 0))),
      seconds: moment,
    });
    fc.assert(
      fc.property(exhibit, fc.constantFrom("wide", "narrow"), (one, width) =>
        expectPicture(heatmapChart(one, width, "page")),
      ),
    );
  });

  test("a histogram", () => {
    const exhibit: fc.Arbitrary<HistogramExhibit> = fc.record({
      ...shown,
      kind: fc.constant("histogram" as const),
      buckets: fc
        .array(bucket, { minLength: 1, maxLength: 70 })
        .filter((buckets) => buckets.some(({ count }) => count > 0)),
    });
    fc.assert(
      fc.property(exhibit, fc.constantFrom("wide", "narrow"), (one, width) =>
        expectPicture(histogramChart(one, width, "page")),
      ),
    );
  });

  test("the timeline", () => {
    const milliseconds = fc.double({ min: 0, max: 1e9, noNaN: true });
    const bar = fc.record(
      {
        step: hostile,
        label: hostile,
        status: fc.constantFrom("ok", "partial", "failed", "skipped", "not reached" as const),
        startMs: milliseconds,
        durationMs: milliseconds,
      },
      { requiredKeys: ["step", "label", "status", "durationMs"] },
    );
    const timeline = fc.record({
      totalMs: milliseconds,
      bars: fc.array(bar, { minLength: 1, maxLength: 20 }),
    }) as fc.Arbitrary<Timeline>;
    fc.assert(
      fc.property(timeline, fc.constantFrom("wide", "narrow"), (one, width) =>
        expectPicture(stepChart(one, width, "page")),
      ),
    );
  });
});
