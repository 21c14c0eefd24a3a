import type { Report } from "../report.ts";
import { markdownCode, markdownText } from "../safe-text/markdown.ts";

/** A list: rules are too long for columns. What decided stands below the finding, after a hard break. */
export function passedLines({ findings }: Report): string[] {
  const passed = findings.filter(({ outcome }) => outcome === "pass");
  if (passed.length === 0) return [];
  const items = passed.map(({ message, values, rule }) => {
    const decided = [
      ...values.map(({ fact, text }) => `${markdownCode(fact)} ${markdownText(text)}`),
      ...(rule === undefined ? [] : [`rule ${markdownCode(rule)}`]),
    ].join(", ");
    return decided === "" ? `- ${markdownText(message)}` : `- ${markdownText(message)}  \n  ${decided}`;
  });
  return ["## Passed", "", ...items, ""];
}
