import { describe, expect, test } from "vitest";
import { histogramChart } from "../../../src/report/chart/histogram-chart.ts";
import type { HistogramExhibit } from "../../../src/report/exhibit.ts";
import { attributesOf, textsOf } from "./svg-parts.ts";

const exhibit: HistogramExhibit = {
  kind: "histogram",
  id: "runqlat-histogram",
  facts: ["runqlat.histogram"],
  title: "Time a thread waits for a CPU",
  lead: false,
  unit: "microseconds",
  buckets: [
    { low: 0, high: 2, count: 0 },
    { low: 2, high: 4, count: 30 },
    { low: 4, high: 8, count: 0 },
    { low: 8, high: 16, count: 10 },
    { low: 16, high: 32, count: 0 },
  ],
  answer: "40 counted: half below 4 µs, all below 16 µs.",
};

describe("a histogram", () => {
  test("has a row for every range between the first and the last that is used", () => {
    expect(textsOf(histogramChart(exhibit, "wide", "page"))).toEqual([
      "2–4\u202fµs",
      "30",
      "75\u202f%",
      "4–8\u202fµs",
      "0",
      "8–16\u202fµs",
      "10",
      "25\u202f%",
    ]);
  });

  test("draws counts in proportion, and none for none", () => {
    const bars = attributesOf(histogramChart(exhibit, "wide", "page"), "count", "width").map(Number);
    expect(bars).toHaveLength(2);
    expect((bars[0] ?? 0) / (bars[1] ?? 1)).toBeCloseTo(3, 1);
  });

  test("says what it shows to who does not see it", () => {
    const svg = histogramChart(exhibit, "narrow", "page");
    expect(svg).toContain('role="img" aria-labelledby="runqlat-histogram-narrow-title runqlat-histogram-narrow-desc"');
    expect(svg).toContain(
      '<desc id="runqlat-histogram-narrow-desc">40 counted: half below 4 µs, all below 16 µs.</desc>',
    );
  });

  test("brings its style only into a file of its own", () => {
    expect(histogramChart(exhibit, "wide", "page")).not.toContain("<style>");
    expect(histogramChart(exhibit, "wide", "file")).toContain("<style>");
  });
});
