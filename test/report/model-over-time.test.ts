import { describe, expect, test } from "vitest";
import { chartEvents } from "../../src/report/model/chart-events.ts";
import { coarserIntervals } from "../../src/report/model/coarser-intervals.ts";
import { buildReport } from "../../src/report/report-model.ts";
import { everyChart } from "./samples/charts.ts";

const exhibits = async () => buildReport(await everyChart()).exhibits;

describe("what is drawn over time", () => {
  test("has one clock, the window's", async () => {
    const drawn = (await exhibits()).flatMap((one) => ("seconds" in one ? [`${one.kind} ${one.seconds}`] : []));
    expect(drawn.toSorted()).toEqual(["chart 60", "heatmap 60", "stack 60", "stack 60"]);
  });

  test("marks a series that is not drawn, whatever its unit", async () => {
    const chart = (await exhibits()).find(({ kind }) => kind === "chart");
    expect(chart).toMatchObject({
      series: [{ name: "usage" }],
      references: [{ name: "quota", value: 200 }],
      events: [
        {
          name: "throttled",
          spans: [
            [20, 26],
            [50, 60],
          ],
        },
      ],
    });
  });

  test("stacks parts of the same moments, and tells their means, the largest first", async () => {
    const [states, memory] = (await exhibits()).filter(({ kind }) => kind === "stack");
    expect(states).toMatchObject({
      parts: [{ name: "user" }, { name: "system" }, { name: "interrupts" }, { name: "steal" }],
      answer:
        "70.1\u202f% on average: user 51.2\u202f%, system 14.2\u202f%, steal 2.67\u202f%, interrupts 2.03\u202f%.",
    });
    expect(memory).toMatchObject({ references: [{ name: "limit", value: 512 * 1024 ** 2 }] });
  });

  test("tells the 99th percentile of intervals as ranges", async () => {
    expect((await exhibits()).find(({ kind }) => kind === "heatmap")).toMatchObject({
      answer:
        "The 99th percentile is 64–128\u202fµs at its best and 4.1–8.19\u202fms at its worst, 34\u202fs into the window.",
    });
  });
});

describe("events", () => {
  test("of readings that follow one another are one; the first reading is as long as the second", () => {
    const points = [5, 2, 0, 0, 1].map((value, index) => [index + 1, value] as const);
    expect(chartEvents("kills", points)).toEqual([
      {
        name: "kills",
        spans: [
          [0, 2],
          [4, 5],
        ],
      },
    ]);
  });

  test("are none where nothing happened", () => {
    expect(chartEvents("kills", [[1, 0]])).toEqual([]);
  });
});

test("intervals become coarser by whole ones, and no count is lost", () => {
  const intervals = [0, 1, 2, 3, 4].map((from) => ({
    from,
    to: from + 1,
    buckets: [{ low: 2, high: 4, count: from }],
  }));
  expect(coarserIntervals(intervals, 2)).toEqual([
    { from: 0, to: 3, buckets: [{ low: 2, high: 4, count: 3 }] },
    { from: 3, to: 5, buckets: [{ low: 2, high: 4, count: 7 }] },
  ]);
});
