import { join } from "node:path";
import { DiagError } from "../errors.ts";
import { playbookNames } from "../playbook/find-playbook.ts";
import { harmless } from "../report/safe-text/terminal.ts";
import type { ExitCode } from "./exit-code.ts";
import { loadPlaybook } from "./load-playbook.ts";
import { playbookFolders } from "./playbook-folders.ts";
import { finishRun, type PrintResult, runLive, runPlaybook } from "./run-playbook.ts";
import type { RunCommandOptions } from "./run-words.ts";
import { type Suggestion, suggestionLines, suggestionsOf } from "./suggestions.ts";
import { terminalOf } from "./view/view.ts";

export interface TriageOptions extends RunCommandOptions {
  readonly then?: "run";
}

/** Its checks name the playbooks that tell more. A team may have its own of that name, before the one that comes with diag. */
const playbookName = "triage";

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
  const known = playbookNames(playbookFolders());
  let suggestions: readonly Suggestion[] = [];
  const print: PrintResult = (folder, { findings, bundle }) => {
    suggestions = suggestionsOf(findings, bundle.plan.target, (name) => known.has(name));
    const { verdict } = findings;
    const text = options.json
      ? JSON.stringify({ verdict, next: suggestions, bundle: folder }, null, 2)
      : [...suggestionLines(findings, suggestions, terminal), "", `report  ${join(folder, "report.html")}`].join("\n");
    process.stdout.write(`${text}\n`);
  };
  const exit = await finishRun(ran, loaded, options, terminal, print);
  const [first] = suggestions;
  if (options.then === undefined || first === undefined) return exit;
  if (!options.json) process.stdout.write(`\n$ ${harmless(first.command)}\n`);
  const { out: _out, param: _param, ...sameTarget } = options;
  return runPlaybook(first.playbook, sameTarget);
}
