import fc from "fast-check";
import { expect, test } from "vitest";
import { parseBytes, parseDuration } from "../../src/playbook/quantity.ts";

test.each([
  ["0s", 0],
  ["10s", 10_000],
  ["1m30s", 90_000],
  ["1min", 60_000],
  ["500ms", 500],
  ["1.5h", 5_400_000],
  ["2d", 172_800_000],
  ["1h0m1s", 3_601_000],
  ["0.4ms", 0],
])("duration %s", (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds));

test.each([
  "",
  "10",
  "s",
  "10 s",
  " 10s",
  "10s ",
  "-1s",
  "+1s",
  "1e3s",
  "1.s",
  ".5s",
  "1,5s",
  "10S",
  "10sec",
  "1m 30s",
  "∞s",
  "NaN",
  `${"9".repeat(400)}s`,
])("no duration: %j", (text) => expect(parseDuration(text)).toBeUndefined());

test.each([
  ["0B", 0],
  ["100B", 100],
  ["64MiB", 67_108_864],
  ["64 MiB", 67_108_864],
  ["512Ki", 524_288],
  ["1.5GB", 1_500_000_000],
  ["1kB", 1_000],
  ["1KB", 1_000],
  ["2Ti", 2_199_023_255_552],
])("size %s", (text, bytes) => expect(parseBytes(text)).toBe(bytes));

test.each([
  "",
  "64",
  "MiB",
  "64mib",
  "64m",
  "-1B",
  "1e3B",
  "1 000B",
  "1  B",
  "1PiB",
  "1constructor",
  "1toString",
  "9007199254740993B",
])("no size: %j", (text) => expect(parseBytes(text)).toBeUndefined());

/** Texts near the grammar, which any text hardly ever is. */
const near = fc
  .array(fc.constantFrom("0", "9", ".", "ms", "s", "m", "h", "d", "B", "Ki", "MiB", " ", "-", "e"), { maxLength: 40 })
  .map((parts) => parts.join(""));

test("any text is a whole number of milliseconds or bytes, or none", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" }), near), (text) => {
      for (const value of [parseDuration(text), parseBytes(text)]) {
        if (value !== undefined) expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("a long text does not take long", () => {
  const start = performance.now();
  parseDuration("1".repeat(1_000_000));
  parseDuration(`${"1m".repeat(300_000)}!`);
  parseBytes(`${"1".repeat(1_000_000)}!`);
  expect(performance.now() - start).toBeLessThan(1_000);
});
