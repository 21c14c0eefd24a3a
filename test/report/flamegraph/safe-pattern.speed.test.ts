import fc from "fast-check";
import { expect, test } from "vitest";
import { safePattern } from "../../../src/report/flamegraph/viewer/safe-pattern.ts";

test("a reader's own pattern that is taken does not take long, whatever it is", () => {
  const part = fc.constantFrom("a", "a+", "a*", ".*", "a?", "[ab]+", "(a|b)", "(a|a)", "\\w*", "(a*)", "b");
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const pattern = safePattern(`${parts.join("")}!`);
      if ("problem" in pattern) return;
      const start = performance.now();
      pattern.matches("a".repeat(4096));
      expect(performance.now() - start).toBeLessThan(200);
    }),
    { numRuns: 60 },
  );
});
