import { basename, dirname, resolve } from "node:path";
import { readBundle } from "../bundle/read-bundle.ts";
import { recordCase } from "../case/record-case.ts";
import { formatQuantity } from "../documents/format-quantity.ts";
import type { Playbook } from "../documents/playbook.generated.ts";
import { DiagError } from "../errors.ts";
import { harmless } from "../report/safe-text/terminal.ts";
import { loadPlaybook } from "./load-playbook.ts";

export interface RecordOptions {
  readonly note?: string;
  readonly replace?: readonly string[];
}

/**
 * `diag playbook record`: a case from a bundle.
 *
 * @throws DiagError, also where `--replace` is not `TEXT=WITH`.
 */
export function recordPlaybookCase(bundle: string, to: string, options: RecordOptions): void {
  const { manifest, plan } = readBundle(bundle);
  const playbook = playbookOf(to, manifest.playbook.name);
  const params = Object.entries(plan.params).map(([name, value]) => ` --param ${name}=${value}`);
  const recorded = options.note ?? `diag run ${manifest.playbook.name}${params.join("")}`;
  const replace = Object.fromEntries((options.replace ?? []).map(pair));
  const result = recordCase({ bundle, to, playbook, recorded, replace });

  const write = (line: string) => process.stdout.write(`${harmless(line)}\n`);
  const { expected, files, bytes, replaced, changed } = result;
  write(`${to}: ${expected.kind}, ${files} files, ${formatQuantity(bytes, "bytes")}`);
  for (const [check, { outcome }] of Object.entries(expected.findings)) write(`  ${outcome.padEnd(8)}${check}`);
  const counts = [...replaced].map(([what, times]) => `${what} (${times})`);
  write(counts.length === 0 ? "Nothing was replaced." : `Replaced: ${counts.join(", ")}.`);
  if (changed.length > 0)
    write(`What was replaced changed the outcome of ${changed.join(", ")}: give --replace other words.`);
  write(
    "Look through its files before you share them: names of programs, pods and domains stay, unless --replace TEXT=WITH.",
  );
  write("Then see that expected.yaml says what is true, and add to it the words that messages must hold (says).");
}

/** The playbook in whose folder the case is to be; else the one of that name. */
function playbookOf(to: string, name: string): Playbook {
  const folder = dirname(resolve(to));
  return loadPlaybook(basename(folder) === "cases" ? dirname(folder) : name).playbook;
}

function pair(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new DiagError("usage", `--replace ${text} does not say by what`, { hint: "Write --replace TEXT=WITH." });
}
