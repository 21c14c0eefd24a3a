import { dirname } from "node:path";
import { compareCase } from "../case/compare-case.ts";
import { judgeRecording } from "../case/judge-case.ts";
import { caseNames, readCase } from "../case/read-case.ts";
import { DiagError, DiagErrors } from "../errors.ts";
import { playbookNames } from "../playbook/find-playbook.ts";
import { harmless } from "../report/safe-text/terminal.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { type LoadedPlaybook, loadPlaybook } from "./load-playbook.ts";
import { playbookFolders } from "./playbook-folders.ts";
import { renderError } from "./render-error.ts";

interface Tally {
  passed: number;
  failed: number;
}

/** `diag playbook test`: each playbook over its recorded cases, offline. Every playbook that is known where none is named. */
export function testPlaybooks(names: readonly string[]): ExitCode {
  const wanted = names.length > 0 ? names : [...playbookNames(playbookFolders()).keys()].toSorted();
  const tally: Tally = { passed: 0, failed: 0 };
  for (const name of wanted) testPlaybook(loadPlaybook(name), tally);
  const { passed, failed } = tally;
  process.stdout.write(`\n${passed} ${passed === 1 ? "case" : "cases"} passed, ${failed} failed\n`);
  return failed === 0 ? exitCode.done : exitCode.usage;
}

function testPlaybook({ playbook, file }: LoadedPlaybook, tally: Tally): void {
  const { name, version } = playbook.metadata;
  const folder = dirname(file);
  const write = (line: string) => process.stdout.write(`${harmless(line)}\n`);
  write(`${name} ${version}`);
  const proven = new Set<string>();
  const kinds = new Set<string>();
  for (const one of caseNames(folder)) {
    try {
      const { expected, folder: recording } = readCase(folder, one);
      const findings = judgeRecording(recording, playbook);
      const problems = compareCase(expected, findings);
      kinds.add(expected.kind);
      for (const { check, outcome } of findings.findings) {
        if (["info", "warn", "fail"].includes(outcome)) proven.add(check);
      }
      tally[problems.length === 0 ? "passed" : "failed"]++;
      write(`  ${problems.length === 0 ? "ok   " : "FAIL "} ${one}`);
      for (const problem of problems) write(`          ${problem}`);
    } catch (error) {
      if (!(error instanceof DiagError || error instanceof DiagErrors)) throw error;
      tally.failed++;
      write(`  FAIL  ${one}`);
      process.stderr.write(renderError(error).text);
    }
  }
  const lacking = ["positive", "negative", "missing"].filter((kind) => !kinds.has(kind));
  if (lacking.length > 0) write(`  note  there is no ${lacking.join(", and no ")} case`);
  const unproven = playbook.spec.checks.map(({ id }) => id).filter((id) => !proven.has(id));
  if (unproven.length > 0) write(`  note  no case makes these find something: ${unproven.join(", ")}`);
}
