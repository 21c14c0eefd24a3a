import { expect, test } from "vitest";
import { boolean, histogram, number, series, string, table } from "../../src/tools/fact.ts";

/** As a helper's JSON may hold it, whatever its type says. */
const any = (value: unknown) => value as never;

test("facts are what their document allows, also of values that are not what their type says", () => {
  expect(number(any(null), "bytes")).toEqual({ kind: "number", unit: "bytes", value: 0 });
  expect(number(Number.NaN, "bytes").value).toBe(0);
  expect(string(any({ toString: 1 }))).toEqual({ kind: "string", value: "" });
  expect(boolean(any(1))).toEqual({ kind: "boolean", value: true });
  expect(series([[any(null), any("7")]], "count")).toEqual({ kind: "series", unit: "count", points: [[0, 0]] });
});

test("a histogram holds the buckets that are some, low to high", () => {
  const buckets = [
    { low: 4, high: 8, count: 2 },
    { low: 1, high: Number.POSITIVE_INFINITY, count: 1 },
    { low: 2, high: 4, count: any("1") },
    { low: 1, high: 2, count: 3 },
  ];
  expect(histogram(buckets, "microseconds").buckets).toEqual([
    { low: 1, high: 2, count: 3 },
    { low: 4, high: 8, count: 2 },
  ]);
});

test("a row has a cell of its kind for each column", () => {
  const declaration = {
    kind: "table",
    description: "Any.",
    columns: {
      name: { kind: "string", description: "A name." },
      size: { kind: "number", unit: "bytes", description: "Its size." },
      isOpen: { kind: "boolean", description: "Whether it is open." },
    },
  } as const;
  const { rows } = table(declaration, [
    ["a", 1, true],
    [any(null), any("1")],
    [7, Number.NaN, any("x"), "more"],
  ]);
  expect(rows).toEqual([
    ["a", 1, true],
    ["", 0, false],
    ["7", 0, true],
  ]);
});
