import type { RunsOptions } from "../show-runs.ts";
import type { AddCommand } from "./add-command.ts";
import { addClusterOptions } from "./cluster-options.ts";

export const addRuns: AddCommand = (program) => {
  addClusterOptions(program.command("runs"))
    .description("list the runs that a cluster has: those under way, and those whose bundle waits to be fetched")
    .option("--context <name>", "context of the kubeconfig")
    .option("--json", "print them as JSON")
    .addHelpText("after", "\nExamples:\n  $ diag runs\n  $ diag runs --context production --json")
    .action(async (options: RunsOptions) => {
      await (await import("../show-runs.ts")).showRuns(options);
    });
};
