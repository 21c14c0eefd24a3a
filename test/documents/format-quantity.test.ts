import fc from "fast-check";
import { expect, test } from "vitest";
import type { Unit } from "../../src/documents/facts.generated.ts";
import { formatNumber, formatQuantity } from "../../src/documents/format-quantity.ts";

/** A blank stands for the narrow no-break space between number and unit. */
function written(value: number, unit: Unit): string {
  return formatQuantity(value, unit).replaceAll("\u202f", " ");
}

test.each<[number, Unit, string]>([
  [0, "percent", "0 %"],
  [-0, "percent", "0 %"],
  [61.23, "percent", "61.2 %"],
  [99.96, "percent", "100 %"],
  [98, "percent-of-core", "98 % of one core"],
  [0.0001, "percent", "< 0.001 %"],
  [-0.0001, "percent", "> -0.001 %"],
  [12_345, "count", "12,345"],
  [12_345.6, "count", "12,300"],
  [123_456, "count", "123,000"],
  [123_456, "none", "123456"],
  [0.1 + 0.2, "none", "0.3"],
  [-5, "count", "-5"],
  [0, "bytes", "0 B"],
  [-0, "bytes", "0 B"],
  [999, "bytes", "999 B"],
  [1024, "bytes", "1 KiB"],
  [3_565_158, "bytes", "3.4 MiB"],
  [-3_565_158, "bytes", "-3.4 MiB"],
  [999.7 * 1024, "bytes", "0.976 MiB"],
  [2048, "bytes-per-second", "2 KiB/s"],
  [0, "seconds", "0 s"],
  [12.5, "seconds", "12.5 s"],
  [119.96, "seconds", "2 min"],
  [7199.9, "seconds", "2 h"],
  [3 * 86_400, "seconds", "3 d"],
  [1.5, "milliseconds", "1.5 ms"],
  [-1500, "milliseconds", "-1.5 s"],
  [999.6, "milliseconds", "1 s"],
  [999.6, "nanoseconds", "1 µs"],
  [250, "microseconds", "250 µs"],
  [1, "samples", "1 sample"],
  [490, "samples", "490 samples"],
  [49, "hertz", "49 Hz"],
  [1200, "per-second", "1,200/s"],
])("%d %s is written %s", (value, unit, text) => {
  expect(written(value, unit)).toBe(text);
});

const units: readonly Unit[] = [
  "none",
  "count",
  "percent",
  "percent-of-core",
  "bytes",
  "seconds",
  "milliseconds",
  "microseconds",
  "nanoseconds",
  "samples",
  "hertz",
  "per-second",
  "bytes-per-second",
];
const quantity = fc.double({ min: -1e15, max: 1e15, noNaN: true });

test("any number of any unit is short, breaks nowhere before its unit, and has no exponent", () => {
  fc.assert(
    fc.property(quantity, fc.constantFrom(...units), (value, unit) => {
      const text = formatQuantity(value, unit);
      expect(text.length).toBeLessThan(40);
      expect(text).not.toMatch(/NaN|Infinity|undefined|\de[+-]?\d|-0(?![.\d])/);
      expect(text).toMatch(/^[<>]?\u202f?-?[\d,.]+/);
      if (/\d[^\d,.]*%/.test(text)) expect(text).toContain("\u202f%");
    }),
  );
});

test("a number is written within half a percent of what it is", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 1e12, noNaN: true }), (value) => {
      const read = Number(formatNumber(value).replaceAll(",", ""));
      expect(Math.abs(read - value)).toBeLessThanOrEqual(0.005 * value);
    }),
  );
});

test("the sign written is the sign that it has", () => {
  const notTiny = quantity.filter((value) => value === 0 || Math.abs(value) > 1e-100);
  fc.assert(
    fc.property(notTiny, fc.constantFrom(...units), (value, unit) => {
      const isNegative = /-\d/.test(formatQuantity(value, unit));
      expect(isNegative).toBe(value < 0);
    }),
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("%d is no quantity", (value) => {
  expect(formatQuantity(value, "bytes")).toBe("not a number");
  expect(formatNumber(value)).toBe("not a number");
});
