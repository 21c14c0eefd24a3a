import type { Overview } from "../report/overview/overview.ts";
import { harmless, inAscii } from "../report/safe-text/terminal.ts";
import { wrap } from "../report/terminal/wrap.ts";
import { outcomeWord } from "../report/words/outcome-word.ts";
import type { Terminal } from "./view/view.ts";

const indent = 8;

/** The answer for all targets, then a line or two for each, worst first. */
export function overviewLines(
  { outcome, statement, targets, omitted }: Overview,
  { width, unicode }: Terminal,
): string[] {
  const clean = (text: string) => (unicode ? harmless(text) : inAscii(harmless(text)));
  const block = (word: string, text: string) =>
    wrap(clean(text), Math.max(24, width - indent)).map(
      (line, index) => `${index === 0 ? `  ${word}`.padEnd(indent) : " ".repeat(indent)}${line}`,
    );
  return [
    ...block(outcomeWord[outcome], statement),
    "",
    ...targets.flatMap(({ outcome: one, label, statement: said, path }) => [
      ...block(outcomeWord[one], `${label}: ${said}`),
      ...(path === undefined ? [] : block("", path)),
    ]),
    ...(omitted === 0 ? [] : block("", `${omitted} more match and were not looked at (--max)`)),
  ];
}
