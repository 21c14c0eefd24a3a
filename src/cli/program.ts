import { Command } from "commander";
import { version } from "../version.ts";
import type { AddCommand, SetExit } from "./command/add-command.ts";
import { addCleanup } from "./command/cleanup.ts";
import { addCompletion } from "./command/completion.ts";
import { addDiff } from "./command/diff.ts";
import { addDoctor } from "./command/doctor.ts";
import { addFetch } from "./command/fetch.ts";
import { addFlame } from "./command/flame.ts";
import { addHelper } from "./command/helper.ts";
import { addPlan } from "./command/plan.ts";
import { addPlaybook } from "./command/playbook.ts";
import { addReport } from "./command/report.ts";
import { addRun } from "./command/run.ts";
import { addRunner } from "./command/runner.ts";
import { addRuns } from "./command/runs.ts";
import { addSetup } from "./command/setup.ts";
import { addTriage } from "./command/triage.ts";

const commands: readonly AddCommand[] = [
  addTriage,
  addRun,
  addPlan,
  addRuns,
  addFetch,
  addReport,
  addDiff,
  addFlame,
  addPlaybook,
  addDoctor,
  addSetup,
  addCleanup,
  addCompletion,
  addRunner,
  addHelper,
];

export async function makeProgram(setExit: SetExit): Promise<Command> {
  const program = new Command(process.env["DIAG_COMMAND"] || "diag")
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
