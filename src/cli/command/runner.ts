import type { RunnerOptions } from "../run-runner.ts";
import type { AddCommand } from "./add-command.ts";

/** What a site starts on the node. Hidden: a person runs `diag run`. */
export const addRunner: AddCommand = (program, setExit) => {
  program
    .command("runner", { hidden: true })
    .description("run a plan on this node; its events go to stdout, one JSON document a line")
    .option("--plan <file>", "the plan")
    .option("--plan-env <name>", "the variable that holds the plan, packed")
    .requiredOption("--out <dir>", "folder for the bundle: new or empty")
    .requiredOption("--run <id>", "id of the run")
    .action(async (options: RunnerOptions) => {
      setExit(await (await import("../run-runner.ts")).runRunner(options));
    });
};
