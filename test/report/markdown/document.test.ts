import fc from "fast-check";
import { expect, test } from "vitest";
import { renderMarkdown } from "../../../src/report/markdown/document.ts";
import type { ReportInput } from "../../../src/report/report-input.ts";
import { buildReport } from "../../../src/report/report-model.ts";
import { cpuHot } from "../samples/cpu-hot.ts";
import { attacks, hostileText, withTexts } from "../samples/hostile.ts";
import { expectHarmlessMarkdown } from "./harmless-markdown.ts";

function document(input: ReportInput): string {
  return renderMarkdown(buildReport(input))[0]?.text ?? "";
}

test("Markdown holds no HTML, no link and no broken table, whatever the node says", async () => {
  const input = await cpuHot();
  expectHarmlessMarkdown(document(input));
  const shape = document(input)
    .split("\n")
    .filter((line) => /^#|^\| -/.test(line)).length;
  for (const attack of attacks) {
    const text = document(await withTexts(input, () => attack));
    expectHarmlessMarkdown(text);
    expect(text.split("\n").filter((line) => /^#|^\| -/.test(line))).toHaveLength(shape);
  }
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(hostileText), async (texts) => {
      expectHarmlessMarkdown(document(await withTexts(input, () => texts.next().value ?? "")));
    }),
    { numRuns: 20 },
  );
});
