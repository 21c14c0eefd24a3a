import { describe, expect, test } from "vitest";
import { stackChart } from "../../../src/report/chart/stack-chart.ts";
import type { StackExhibit } from "../../../src/report/exhibit.ts";
import { attributesOf, textsOf } from "./svg-parts.ts";

const exhibit: StackExhibit = {
  kind: "stack",
  id: "host-user",
  facts: ["host.userOverTime", "host.systemOverTime"],
  title: "What the CPUs did",
  lead: false,
  unit: "percent",
  times: [10, 20, 30],
  parts: [
    { name: "user", values: [40, 60, 80] },
    { name: "system", values: [10, 20, 20.001] },
  ],
  references: [],
  seconds: 30,
  answer: "76.7 % on average.",
};

describe("a stack", () => {
  test("has a bar for each reading, from the one before it on, a pixel apart, and the parts on one another", () => {
    const svg = stackChart(exhibit, "wide", "page");
    expect(attributesOf(svg, "part-0", "d")).toEqual([
      "M72.0 204.0V132.0H324.3V204.0ZM325.3 204.0V96.0H577.7V204.0ZM578.7 204.0V60.0H831.0V204.0Z",
    ]);
    expect(attributesOf(svg, "part-1", "d")).toEqual([
      "M72.0 132.0V114.0H324.3V132.0ZM325.3 96.0V60.0H577.7V96.0ZM578.7 60.0V24.0H831.0V60.0Z",
    ]);
  });

  test("of shares ends at the whole, though each part was rounded", () => {
    expect(textsOf(stackChart(exhibit, "wide", "page")).slice(0, 7)).toEqual(["%", "0", "20", "40", "60", "80", "100"]);
  });

  test("names its parts beside the last bar, on a telephone above it", () => {
    expect(textsOf(stackChart(exhibit, "wide", "page")).slice(-2)).toEqual(["system 20\u202f%", "user 80\u202f%"]);
    expect(textsOf(stackChart(exhibit, "narrow", "page")).slice(0, 2)).toEqual(["user", "system"]);
  });

  test("of more readings than fit draws means", () => {
    const times = Array.from({ length: 3600 }, (_, i) => i + 1);
    const long = {
      ...exhibit,
      times,
      seconds: 3600,
      parts: [{ name: "user", values: times.map((at) => (at % 2) * 50) }],
    };
    const [path = ""] = attributesOf(stackChart(long, "wide", "page"), "part-0", "d");
    const tops = [...path.matchAll(/V([\d.]+)H/g)].map(([, y]) => Number(y));
    expect(tops).toHaveLength(125);
    // Means of 29 readings, and of the four that are left: 24.1, 25.9 and 25.
    expect(new Set(tops).size).toBe(3);
  });

  test("draws a limit that is near, and only names one that is far above", () => {
    const limited = (value: number) => ({ ...exhibit, references: [{ name: "limit", value }] });
    expect(textsOf(stackChart(limited(150), "wide", "page"))).toContain("limit 150\u202f%");
    expect(textsOf(stackChart(limited(400), "wide", "page"))[0]).toBe("limit 400\u202f% (above the scale)");
  });
});
