import type { Finding, Findings, Outcome } from "../documents/findings.generated.ts";
import type { TargetSpec } from "../documents/plan.generated.ts";
import { nextCommand } from "../plan/next-command.ts";
import { harmless, inAscii } from "../report/safe-text/terminal.ts";
import { wrap } from "../report/terminal/wrap.ts";
import type { Terminal } from "./view/view.ts";

/** A playbook that is worth running, and the findings that name it. */
export interface Suggestion {
  readonly playbook: string;
  readonly command: string;
  readonly outcome: Outcome;
  readonly because: readonly string[];
}

/** Each playbook once, in the order of the findings: the most severe first. @param isKnown Whether there is such a playbook here. */
export function suggestionsOf(
  { findings }: Findings,
  target: TargetSpec,
  isKnown: (playbook: string) => boolean,
): Suggestion[] {
  const byPlaybook = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    if (finding.next === undefined || !isKnown(finding.next)) continue;
    const reasons = byPlaybook.get(finding.next);
    if (reasons === undefined) byPlaybook.set(finding.next, [finding]);
    else reasons.push(finding);
  }
  return [...byPlaybook].map(([playbook, reasons]) => ({
    playbook,
    command: nextCommand(playbook, target),
    outcome: reasons[0].outcome,
    because: reasons.map(({ message }) => message),
  }));
}

const indent = 5;
const narrowest = 24;

/** What to run next and why; else that nothing stands out. Then what was looked at. Lines without line ends. */
export function suggestionLines(
  { verdict, findings }: Findings,
  suggestions: readonly Suggestion[],
  { width, unicode }: Pick<Terminal, "width" | "unicode">,
): string[] {
  const text = (words: string, by: number): string[] => {
    const safe = harmless(words.replace(/\s*\n\s*/g, " "));
    const lines = wrap(unicode ? safe : inAscii(safe), Math.max(narrowest, width - by));
    return lines.map((line) => " ".repeat(by) + line);
  };
  const titles = (outcome: Outcome) =>
    findings.filter((one) => one.outcome === outcome).map(({ title }) => asClause(title));
  const list = (word: string, outcome: Outcome) =>
    titles(outcome).length === 0 ? [] : ["", ...text(`${word}: ${titles(outcome).join("; ")}.`, 2)];
  return [
    ...(suggestions.length === 0 ? text(verdict.message, 2) : ["Run this next:"]),
    ...suggestions.flatMap(({ command, because }, index) => [
      "",
      `  ${index + 1}  ${harmless(command)}`,
      ...because.flatMap((reason) => text(reason, indent)),
    ]),
    ...list("Not so", "pass"),
    ...list("Not known", "unknown"),
  ];
}

/** A title within a sentence: `CPU limits…` stays as it is. */
function asClause(title: string): string {
  return /^[A-Z](?![A-Z])/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
