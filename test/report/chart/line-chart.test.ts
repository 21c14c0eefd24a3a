import { describe, expect, test } from "vitest";
import { lineChart } from "../../../src/report/chart/line-chart.ts";
import { linePath } from "../../../src/report/chart/line-path.ts";
import type { ChartExhibit } from "../../../src/report/exhibit.ts";
import { attributesOf, textsOf } from "./svg-parts.ts";

const MiB = 1024 ** 2;

const exhibit: ChartExhibit = {
  kind: "chart",
  id: "growth-rss",
  facts: ["growth.rss", "limits.limit"],
  title: "Memory",
  lead: true,
  unit: "bytes",
  series: [
    {
      name: "rss",
      points: [
        [0, 256 * MiB],
        [30, 300 * MiB],
        [60, 400 * MiB],
      ],
    },
  ],
  references: [{ name: "limit", value: 512 * MiB }],
  events: [],
  seconds: 60,
  answer: "319 MiB on average, from 256 MiB to 400 MiB.",
};

describe("a line chart", () => {
  test("names its unit once, and has round numbers on both axes", () => {
    expect(textsOf(lineChart(exhibit, "narrow", "page"))).toEqual([
      "rss",
      "limit 512\u202fMiB",
      "MiB",
      ...["0", "200", "400", "600"],
      ...["0", "15\u202fs", "30\u202fs", "45\u202fs", "60\u202fs"],
    ]);
  });

  test("of what hardly moves shows the movement", () => {
    const steady = {
      ...exhibit,
      references: [],
      series: [
        {
          name: "rss",
          points: [
            [0, 400 * MiB],
            [60, 410 * MiB],
          ] as const,
        },
      ],
    };
    expect(textsOf(lineChart(steady, "narrow", "page")).slice(0, 6)).toEqual([
      "MiB",
      "400",
      "402",
      "404",
      "406",
      "408",
    ]);
  });

  test("draws a limit as a dashed line of its own, over the whole window", () => {
    const svg = lineChart(exhibit, "wide", "page");
    expect(["x1", "x2", "y1", "y2"].map((end) => attributesOf(svg, "reference", end))).toEqual([
      ["72"],
      ["832"],
      ["50.4"],
      ["50.4"],
    ]);
  });

  test("names lines at their ends, with their last values, and moves names apart that would meet", () => {
    const near = { ...exhibit, references: [{ name: "limit", value: 402 * MiB }] };
    const svg = lineChart(near, "wide", "page");
    expect(textsOf(svg).slice(-2)).toEqual(["limit 402\u202fMiB", "rss 400\u202fMiB"]);
    const [limit = 0, rss = 0] = ["", "name-0"].map((look) => Number(attributesOf(svg, look, "y")[0]));
    expect(rss - limit).toBe(15);
  });

  test("has a legend instead where a name is too long for that", () => {
    const long = {
      ...exhibit,
      series: exhibit.series.map((one) => ({ ...one, name: "resident set of all processes" })),
    };
    const texts = textsOf(lineChart(long, "wide", "page"));
    expect(texts.slice(0, 3)).toEqual(["resident set of all processes", "limit 512\u202fMiB", "MiB"]);
    expect(texts.at(-1)).toBe("60\u202fs");
  });

  test("stands on the same clock as every other, whatever its numbers are", () => {
    const small = { ...exhibit, unit: "percent" as const, references: [] };
    const [one, other] = [exhibit, small].map((chart) => attributesOf(lineChart(chart, "wide", "page"), "axis", "x1"));
    expect(one?.slice(1)).toEqual(other?.slice(1));
  });

  test("marks when something happened, over the height of the plot", () => {
    const throttled = { ...exhibit, events: [{ name: "throttled", spans: [[6, 12] as const, [30, 30] as const] }] };
    const svg = lineChart(throttled, "wide", "page");
    expect(textsOf(svg)[0]).toBe("throttled");
    expect(["x", "width", "height"].map((name) => attributesOf(svg, "event", name))).toEqual([
      ["148", "452"],
      ["76", "2"],
      ["180", "180"],
    ]);
  });

  test("draws a trend as a line and a band that narrow to its middle, and nothing outside of the plot", () => {
    const trend = { through: [30, 320 * MiB] as const, drift: 2 * MiB, low: MiB, high: 3 * MiB };
    const [series] = exhibit.series;
    const svg = lineChart(
      { ...exhibit, series: [{ name: "rss", points: series?.points ?? [], trend }] },
      "wide",
      "page",
    );
    expect(textsOf(svg)[0]).toBe("trend of rss, 95 %");
    const paths = attributesOf(svg, "band-0", "d").concat(attributesOf(svg, "series-0 trend", "d"));
    expect(paths.map((path) => path.split(/[MLZ]/).filter(Boolean).length)).toEqual([4, 2]);
    expect(svg).toContain('<g clip-path="url(#growth-rss-wide-clip)">');
  });

  test("names a limit that is far above, and keeps the scale for what happens", () => {
    const svg = lineChart({ ...exhibit, references: [{ name: "limit", value: 8192 * MiB }] }, "wide", "page");
    expect(textsOf(svg)).toContain("limit 8\u202fGiB (above the scale)");
    expect(svg.match(/class="reference"/g)).toHaveLength(1);
  });

  test("starts a share at nothing, however steady it is", () => {
    const steady = {
      ...exhibit,
      unit: "percent" as const,
      references: [],
      series: [
        {
          name: "busy",
          points: [
            [0, 96],
            [60, 97],
          ] as const,
        },
      ],
    };
    expect(textsOf(lineChart(steady, "wide", "page"))).toEqual(expect.arrayContaining(["0", "100", "%"]));
  });

  test("of a single reading is a dot", () => {
    const svg = lineChart({ ...exhibit, series: [{ name: "rss", points: [[12, MiB]] }] }, "wide", "page");
    expect(svg).toContain('<circle class="dot-0"');
    expect(svg).not.toContain("NaN");
  });

  test("tells six series apart by dash as well as by colour", () => {
    const series = Array.from({ length: 6 }, (_, i) => ({
      name: `cpu${i}`,
      points: [
        [0, i],
        [60, i],
      ] as const,
    }));
    const svg = lineChart({ ...exhibit, series, references: [] }, "narrow", "page");
    for (const [i] of series.entries()) expect(svg.match(new RegExp(`class="line series-${i}"`, "g"))).toHaveLength(2);
  });
});

describe("the path of a line", () => {
  const place = ([at, value]: readonly [number, number]) => [at / 100, value] as const;

  test("keeps the lowest and the highest of what falls on one pixel, in their order", () => {
    expect(
      linePath(
        [
          [0, 5],
          [1, 9],
          [2, 1],
          [3, 4],
          [300, 2],
        ],
        place,
      ),
    ).toBe("M0,9L0,1L3,2");
  });

  test("of a million readings is as long as the chart is wide", () => {
    const points = Array.from({ length: 1_000_000 }, (_, i) => [i / 10, Math.sin(i)] as const);
    expect(linePath(points, place).length).toBeLessThan(2 * 1001 * 16);
  });
});
