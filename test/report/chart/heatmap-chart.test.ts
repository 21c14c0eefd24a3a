import { describe, expect, test } from "vitest";
import { heatmapChart } from "../../../src/report/chart/heatmap-chart.ts";
import type { HeatmapExhibit } from "../../../src/report/exhibit.ts";
import { attributesOf, textsOf } from "./svg-parts.ts";

const exhibit: HeatmapExhibit = {
  kind: "heatmap",
  id: "waits-latency-over-time",
  facts: ["waits.latencyOverTime"],
  title: "How long threads waited, over time",
  lead: false,
  unit: "microseconds",
  intervals: [
    { from: 0, to: 1, buckets: [{ low: 2, high: 4, count: 30 }] },
    { from: 1, to: 2, buckets: [] },
    {
      from: 2,
      to: 3,
      buckets: [
        { low: 2, high: 4, count: 1 },
        { low: 16, high: 32, count: 3 },
      ],
    },
  ],
  seconds: 4,
  answer: "",
};

describe("a heat map", () => {
  test("has a row for every range between the lowest and the highest, its bounds at the lines", () => {
    expect(textsOf(heatmapChart(exhibit, "wide", "page")).slice(5, 10)).toEqual([
      "2\u202fµs",
      "4\u202fµs",
      "8\u202fµs",
      "16\u202fµs",
      "32\u202fµs",
    ]);
  });

  test("tells what each shade stands for, and no shade that nothing has", () => {
    expect(textsOf(heatmapChart(exhibit, "wide", "page")).slice(0, 5)).toEqual(["1", "2–3", "4–7", "8–15", "16–30"]);
    const few = { ...exhibit, intervals: exhibit.intervals.slice(1) };
    expect(textsOf(heatmapChart(few, "wide", "page")).slice(0, 2)).toEqual(["1", "2–3"]);
  });

  test("draws a cell only where something was counted", () => {
    const svg = heatmapChart(exhibit, "wide", "page");
    const cells = [0, 1, 2, 3, 4].map((shade) =>
      attributesOf(svg, `heat-${shade}`, "d").flatMap((d) => d.split("Z").slice(0, -1)),
    );
    expect(cells.map(({ length }) => length)).toEqual([1, 1, 0, 0, 1]);
    expect(cells[4]?.[0]).toMatch(/^M72\.0 \d+H261\.0V/);
  });

  test("stays whole however many cells it has", () => {
    const many = Array.from({ length: 120 }, (_, from) => ({
      from,
      to: from + 1,
      buckets: Array.from({ length: 20 }, (_, power) => ({ low: 2 ** power, high: 2 ** (power + 1), count: 5 })),
    }));
    const [path = ""] = attributesOf(
      heatmapChart({ ...exhibit, intervals: many, seconds: 120 }, "narrow", "page"),
      "heat-2",
      "d",
    );
    expect(path.split("Z")).toHaveLength(120 * 20 + 1);
    expect(path).not.toContain("…");
  });
});
