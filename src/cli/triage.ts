import { join } from "node:path";
import type { Finding } from "../documents/findings.generated.ts";
import { DiagError } from "../errors.ts";
import { nextCommand } from "../plan/next-command.ts";
import { playbookNames } from "../playbook/find-playbook.ts";
import { harmless, inAscii } from "../report/safe-text/terminal.ts";
import { wrap } from "../report/terminal/wrap.ts";
import type { ExitCode } from "./exit-code.ts";
import type { Finished } from "./finish-bundle.ts";
import { loadPlaybook } from "./load-playbook.ts";
import { playbookFolders } from "./playbook-folders.ts";
import { finishRun, type PrintResult, runLive, runPlaybook } from "./run-playbook.ts";
import type { RunCommandOptions } from "./run-words.ts";
import { type Terminal, terminalOf } from "./view/view.ts";

export interface TriageOptions extends RunCommandOptions {
  readonly then?: "run";
}

/** Its checks name the playbooks that tell more. A team may have its own, before the one that comes with diag. */
const playbookName = "triage";

/** A playbook that is worth running, and why: the findings that name it, most severe first. */
interface Suggestion {
  readonly playbook: string;
  readonly command: string;
  readonly outcome: string;
  readonly because: readonly string[];
}

/** `diag triage`: what to run next. */
export async function triage(options: TriageOptions): Promise<ExitCode> {
  if (options.selector !== undefined || (options.max ?? 1) > 1) {
    throw new DiagError("usage", "`diag triage` looks at one target", {
      hint: "Name one of the pods; `diag run PLAYBOOK --selector …` diagnoses several.",
    });
  }
  const terminal = terminalOf(process.env, options);
  const loaded = loadPlaybook(playbookName);
  const ran = await runLive(loaded, options, terminal);
  let first: Suggestion | undefined;
  const print: PrintResult = (folder, finished, _, on) => {
    const suggestions = suggestionsOf(finished);
    first = suggestions[0];
    printSuggestions(folder, finished, suggestions, options, on);
  };
  const exit = await finishRun(ran, loaded, options, terminal, print);
  if (options.then === undefined || first === undefined) return exit;
  const { out: _, param: __, ...sameTarget } = options;
  if (!options.json) process.stdout.write(`\n$ ${harmless(first.command)}\n`);
  return runPlaybook(first.playbook, sameTarget);
}

/** Each playbook once, in the order of the findings. */
function suggestionsOf({ findings, bundle }: Finished): Suggestion[] {
  const known = playbookNames(playbookFolders());
  const byPlaybook = new Map<string, Finding[]>();
  for (const finding of findings.findings) {
    if (finding.next === undefined || !known.has(finding.next)) continue;
    byPlaybook.set(finding.next, [...(byPlaybook.get(finding.next) ?? []), finding]);
  }
  return [...byPlaybook].map(([playbook, reasons]) => ({
    playbook,
    command: nextCommand(playbook, bundle.plan.target),
    outcome: reasons[0]?.outcome ?? "info",
    because: reasons.map(({ message }) => message),
  }));
}

function printSuggestions(
  folder: string,
  { findings }: Finished,
  suggestions: readonly Suggestion[],
  { json }: TriageOptions,
  terminal: Terminal,
): void {
  const { verdict } = findings;
  if (json) {
    process.stdout.write(`${JSON.stringify({ verdict, next: suggestions, bundle: folder }, null, 2)}\n`);
    return;
  }
  const text = (words: string, indent: number) => {
    const safe = harmless(words.replace(/\s*\n\s*/g, " "));
    const lines = wrap(terminal.unicode ? safe : inAscii(safe), Math.max(24, terminal.width - indent));
    return lines.map((line) => " ".repeat(indent) + line);
  };
  const titles = (outcome: string) =>
    findings.findings.filter((one) => one.outcome === outcome).map(({ title }) => title);
  const [passed, unknown] = [titles("pass"), titles("unknown")];
  const lines = [
    ...(suggestions.length === 0 ? text(verdict.message, 2) : ["Run this next:"]),
    ...suggestions.flatMap(({ command, because }, index) => [
      `  ${index + 1}  ${harmless(command)}`,
      ...because.flatMap((reason) => text(reason, 5)),
    ]),
    ...(passed.length === 0 ? [] : text(`Not so: ${passed.join("; ")}.`, 2)),
    ...(unknown.length === 0 ? [] : text(`Not known: ${unknown.join("; ")}.`, 2)),
  ];
  process.stdout.write(`${lines.join("\n")}\n\nreport  ${join(folder, "report.html")}\n`);
}
