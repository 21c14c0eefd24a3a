import fc from "fast-check";
import { expect, test } from "vitest";
import { buildReport } from "../../../src/report/report-model.ts";
import { csvText } from "../../../src/report/safe-text/csv.ts";
import { mainFile } from "../rendered.ts";
import { everyChart } from "../samples/charts.ts";
import { cpuHot } from "../samples/cpu-hot.ts";
import { hostileText } from "../samples/hostile.ts";
import { bare } from "../samples/other-ends.ts";
import { readCsv } from "./read-csv.ts";

test("a line for each reading of each series, with its unit and its time", async () => {
  const input = await cpuHot();
  const [heading, ...rows] = readCsv(await mainFile("csv", buildReport(input)));
  expect(heading).toEqual(["target", "fact", "unit", "time", "seconds", "value"]);
  expect(rows).toHaveLength(80);
  expect(rows[0]).toEqual([
    "checkout (4242)",
    "limit.usageOverTime",
    "percent-of-core",
    "2026-11-23T13:36:01.670Z",
    "0.25",
    "102.57446867982642",
  ]);
  const points = input.facts?.steps["limit"]?.["usageOverTime"];
  expect(rows.slice(0, 40).map(([, , , , seconds, value]) => [Number(seconds), Number(value)])).toEqual(
    points?.kind === "series" && points.points,
  );
});

test("a histogram of each second is a series of counts for each range", async () => {
  const rows = readCsv(await mainFile("csv", buildReport(await everyChart())));
  const range = rows.filter(([, fact]) => fact === "waits.latencyOverTime 4096..8192 microseconds");
  expect(range).toHaveLength(26);
  expect(range[0]).toEqual([
    "checkout (4242)",
    "waits.latencyOverTime 4096..8192 microseconds",
    "count",
    "2026-11-23T13:36:36.420Z",
    "35",
    "60",
  ]);
});

test("where there is no series there is the heading", async () => {
  expect(await mainFile("csv", buildReport(await bare()))).toBe("target,fact,unit,time,seconds,value\r\n");
});

test.each([
  ["=1+1", "'=1+1"],
  ["+1+1", "'+1+1"],
  ["-2+3+cmd|' /C calc'!A0", "\"'-2+3+cmd|' /C calc'!A0\""],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'␉=1"],
  ["\r=1", "'␍=1"],
  [" =1", '"\' =1"'],
  ["\u200b=1", "'\ufffd=1"],
  ["\uff1d1", "'\uff1d1"],
  ["-1.5", "-1.5"],
  ["+3", "+3"],
  ["-1e-7", "-1e-7"],
  ["a-b", "a-b"],
  ['a,"b"', '"a,""b"""'],
  ["", ""],
])("%j is the cell %j", (text, cell) => {
  expect(csvText(text)).toBe(cell);
});

test("no text begins a formula or ends its cell", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const [[cell = "", more] = []] = readCsv(`${csvText(text)}\r\n`);
      expect(more).toBeUndefined();
      expect(cell).not.toMatch(/^[=@\t\r]/);
      if (/^[+-]/.test(cell)) expect(Number.isNaN(Number(cell))).toBe(false);
    }),
  );
});
