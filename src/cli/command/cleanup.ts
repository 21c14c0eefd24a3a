import { Option } from "commander";
import type { CleanupOptions } from "../clean-up.ts";
import type { AddCommand } from "./add-command.ts";
import { addClusterOptions } from "./cluster-options.ts";
import { addEngineOptions } from "./site-options.ts";

export const addCleanup: AddCommand = (program) => {
  addClusterOptions(addEngineOptions(program.command("cleanup")))
    .description("remove tool containers and Jobs that a killed diag left behind")
    .addOption(
      new Option(
        "--in <place>",
        "where to look (default: in a cluster where a word names one, else in Docker or Podman)",
      ).choices(["docker", "kubernetes"]),
    )
    .option("--all", "also those of runs that may still be under way, or whose bundle waits to be fetched")
    .addHelpText(
      "after",
      "\nExamples:\n  $ diag cleanup\n  $ diag cleanup --in kubernetes --context production\n  $ diag cleanup --all --docker-host ssh://ops@web-1",
    )
    .action(async (options: CleanupOptions) => {
      await (await import("../clean-up.ts")).cleanUp(options);
    });
};
