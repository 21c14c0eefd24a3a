import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildReport } from "../../../src/report/report-model.ts";
import { terminalSummary } from "../../../src/report/terminal/summary.ts";
import { textWidth } from "../../../src/report/terminal/text-width.ts";
import { cpuHot } from "../samples/cpu-hot.ts";

describe("the verdict in a terminal", async () => {
  const report = buildReport(await cpuHot());

  test("is spelt in ASCII where there is nothing else", () => {
    expect(terminalSummary(report, { width: 80, colour: false, unicode: false }).slice(0, 5)).toEqual([
      "  FAIL  parse_price burns 62.7 % of the CPU time of checkout (4242), which uses",
      "        174 % of one core.",
      "        parse_price <- read_basket <- handle_request <- serve <- main",
      "        -> Start at parse_price: call it less often or make it cheaper.",
      "           Everything else together is at most 37.3 % of the time.",
    ]);
  });

  test("colours the word of the outcome and nothing else", () => {
    const [first = ""] = terminalSummary(report, { width: 80, colour: true, unicode: true });
    expect(first).toContain("  \x1b[1;31mFAIL\x1b[0m  parse_price");
    expect(first.match(/\x1b/g)).toHaveLength(2);
  });

  test("is never wider than the terminal, and never acts, whatever the node says", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\x1b[2J", "漢字".repeat(40), "a".repeat(300), "\u202e"),
    );
    fc.assert(
      fc.property(text, text, fc.integer({ min: 24, max: 120 }), fc.boolean(), (message, remedy, width, unicode) => {
        const hostile = { ...report, verdict: { ...report.verdict, message, remedy } };
        const lines = terminalSummary(hostile, { width, colour: false, unicode });
        for (const line of lines) {
          expect(textWidth(line)).toBeLessThanOrEqual(width);
          expect(line).not.toMatch(/[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/);
          if (!unicode) expect(line).toMatch(/^[\x20-\x7e]*$/);
        }
      }),
    );
  });
});
