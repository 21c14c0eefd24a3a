import fc from "fast-check";
import { expect, test } from "vitest";
import { groupDigits } from "../../src/documents/group-digits.ts";

test("whole numbers are grouped as Intl groups them", () => {
  const whole = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.integer({ min: -5000, max: 5000 }));
  fc.assert(
    fc.property(whole, (value) => {
      expect(groupDigits(value)).toBe(value.toLocaleString("en-US"));
    }),
  );
});

test.each([
  [0, 1, "0.0"],
  [12.25, 1, "12.3"],
  [999.996, 2, "1,000.00"],
  [-1234.5, 2, "-1,234.50"],
  [1234567.891, 2, "1,234,567.89"],
  [1e21, 0, "1,000,000,000,000,000,000,000"],
])("%d with %d decimals is %s", (value, decimals, text) => {
  expect(groupDigits(value, decimals)).toBe(text);
});
