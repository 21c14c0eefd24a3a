import { readFileSync } from "node:fs";
import { DiagError } from "../errors.ts";
import { playbookNames } from "../playbook/find-playbook.ts";
import { parseYaml } from "../playbook/parse-yaml.ts";
import { harmless } from "../report/safe-text/terminal.ts";
import type { ExitCode } from "./exit-code.ts";
import { reportLines } from "./format-list.ts";
import { type LoadedPlaybook, loadPlaybook } from "./load-playbook.ts";
import { playbookFolders } from "./playbook-folders.ts";
import { finishRun, type PrintResult, runLive, runPlaybook } from "./run-playbook.ts";
import type { RunCommandOptions } from "./run-words.ts";
import { type Suggestion, suggestionLines, suggestionsOf } from "./suggestions.ts";
import { terminalOf } from "./view/view.ts";

export interface TriageOptions extends RunCommandOptions {
  readonly then?: "run";
}

/** Of a playbook whose checks name the playbooks that tell more. A team may have its own: the first that is found counts. */
const tag = "triage";

/** `diag triage`: what to run next. */
export async function triage(options: TriageOptions): Promise<ExitCode> {
  if (options.selector !== undefined || (options.max ?? 1) > 1) {
    throw new DiagError("usage", "`diag triage` looks at one target", {
      hint: "Name one of the pods; `diag run PLAYBOOK --selector …` diagnoses several.",
    });
  }
  const terminal = terminalOf(process.env, options);
  const known = playbookNames(playbookFolders());
  const loaded = findTagged(known);
  const ran = await runLive(loaded, options, terminal);
  let suggestions: readonly Suggestion[] = [];
  const print: PrintResult = (folder, { findings, bundle }) => {
    suggestions = suggestionsOf(findings, bundle.plan.target, (name) => known.has(name));
    const { verdict } = findings;
    const text = options.json
      ? JSON.stringify({ verdict, next: suggestions, bundle: folder }, null, 2)
      : [...suggestionLines(findings, suggestions, terminal), "", ...reportLines(folder, options)].join("\n");
    process.stdout.write(`${text}\n`);
  };
  const exit = await finishRun(ran, loaded, options, terminal, print);
  const [first] = suggestions;
  if (options.then === undefined || first === undefined) return exit;
  if (!options.json) process.stdout.write(`\n$ ${harmless(first.command)}\n`);
  const { out: _out, param: _param, ...sameTarget } = options;
  return runPlaybook(first.playbook, sameTarget);
}

function findTagged(known: ReadonlyMap<string, string>): LoadedPlaybook {
  for (const file of known.values()) {
    const { value, errors } = parseYaml(readFileSync(file), file);
    if (errors.length === 0 && tagsOf(value).includes(tag)) return loadPlaybook(file);
  }
  throw new DiagError("playbook-not-found", `No playbook has the tag ${tag}`, {
    hint: "diag comes with one; $DIAG_PLAYBOOKS and ~/.config/diag/playbooks are looked at as well.",
  });
}

/** Of a document that has not been checked yet. */
function tagsOf(value: unknown): readonly unknown[] {
  const tags = (value as { metadata?: { tags?: unknown } | null } | null)?.metadata?.tags;
  return Array.isArray(tags) ? tags : [];
}
