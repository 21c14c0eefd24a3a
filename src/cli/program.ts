import { Command } from "commander";
import { version } from "../version.ts";
import { addCompletion } from "./command/completion.ts";
import { addDoctor } from "./command/doctor.ts";
import { addPlan } from "./command/plan.ts";
import { addPlaybook } from "./command/playbook.ts";
import { addReport } from "./command/report.ts";
import { addRun } from "./command/run.ts";
import type { ExitCode } from "./exit-code.ts";

/** Tells the exit status of a command that ended well enough to have one. */
export type SetExit = (code: ExitCode) => void;

/** A command of the CLI: declares its words, and loads its work only when it is called. */
export type AddCommand = (program: Command, setExit: SetExit) => void | Promise<void>;

const commands: readonly AddCommand[] = [addRun, addPlan, addReport, addPlaybook, addDoctor, addCompletion];

export async function makeProgram(setExit: SetExit): Promise<Command> {
  const program = new Command("diag")
    .description("Runs diagnostics playbooks on a live target and writes a report that opens with the answer.")
    .version(version, "-V, --version")
    .option("--no-color", "never use colour")
    .showHelpAfterError("(diag --help lists the commands)")
    .exitOverride()
    .addHelpText(
      "after",
      "\nExamples:\n  $ sudo diag run cpu-hot --pid 4242\n  $ diag plan cpu-hot --pid 4242\n  $ diag playbook list\n",
    );
  for (const add of commands) await add(program, setExit);
  return program;
}
