import type { CleanupOptions } from "../clean-up.ts";
import type { AddCommand } from "./add-command.ts";
import { addEngineOptions } from "./site-options.ts";

export const addCleanup: AddCommand = (program) => {
  addEngineOptions(program.command("cleanup"))
    .description("remove tool containers that a killed diag left behind")
    .option("--all", "also those of runs that may still be under way")
    .addHelpText("after", "\nExamples:\n  $ diag cleanup\n  $ diag cleanup --all --docker-host ssh://ops@web-1")
    .action(async (options: CleanupOptions) => {
      await (await import("../clean-up.ts")).cleanUp(options);
    });
};
