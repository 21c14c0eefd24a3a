import { DiagError, DiagErrors } from "../errors.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { loadPlaybook } from "./load-playbook.ts";
import { renderError } from "./render-error.ts";

/** `diag playbook lint`: everything that is wrong with each file. */
export function lintPlaybooks(files: readonly string[]): ExitCode {
  let problems = 0;
  for (const file of files) {
    try {
      const { playbook } = loadPlaybook(file);
      process.stdout.write(`${file}: ${playbook.metadata.name} ${playbook.metadata.version} is valid\n`);
    } catch (error) {
      if (!(error instanceof DiagError || error instanceof DiagErrors)) throw error;
      problems += error instanceof DiagErrors ? error.errors.length : 1;
      process.stderr.write(renderError(error).text);
    }
  }
  return problems === 0 ? exitCode.done : exitCode.usage;
}
