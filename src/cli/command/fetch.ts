import type { AddCommand } from "./add-command.ts";
import { addClusterOptions } from "./cluster-options.ts";
import { addResultOptions } from "./result-options.ts";

export const addFetch: AddCommand = (program, setExit) => {
  addResultOptions(addClusterOptions(program.command("fetch")))
    .description("follow a run in the cluster to its end, bring its bundle here and write its report")
    .argument("<run>", "id of the run, or a start of it (diag runs)")
    .option("--context <name>", "context of the kubeconfig")
    .option("--leave", "leave the bundle in the cluster, for others, until it goes by itself")
    .addHelpText("after", "\nExamples:\n  $ diag fetch 3f2a9c41-d0e7\n  $ diag fetch 3f2a --out /tmp/case-17 --leave")
    .action(async (run: string, _options: unknown, command) => {
      setExit(await (await import("../fetch-run.ts")).fetchRun(run, command.optsWithGlobals()));
    });
};
