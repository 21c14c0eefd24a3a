import type { ExitCode } from "./exit-code.ts";
import type { LoadedPlaybook } from "./load-playbook.ts";
import type { RunCommandOptions } from "./run-words.ts";
import type { Terminal } from "./view/view.ts";
export async function runMany(_l: LoadedPlaybook, _o: RunCommandOptions, _t: Terminal): Promise<ExitCode> {
  throw new Error("to do");
}
