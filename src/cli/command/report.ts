import { formatHelp, readFormats } from "../format-list.ts";
import type { AddCommand } from "./add-command.ts";
import { failOnOption } from "./result-options.ts";

export const addReport: AddCommand = (program) => {
  program
    .command("report")
    .description("judge and render a bundle again, from the bundle alone")
    .argument("<bundle>", "folder that `diag run` made")
    .option("--format <list>", formatHelp, readFormats)
    .addOption(failOnOption("with junit: a check has failed from this outcome on"))
    .option("--out <dir>", "where to write them (default: into the bundle)")
    .addHelpText(
      "after",
      "\nExamples:\n  $ diag report diag-2026-11-23-cpu-hot-4242\n  $ diag report case-17 --format md --out /tmp/shared\n  $ diag report case-17 --format junit --fail-on warn",
    )
    .action(async (bundle: string, _options: unknown, command) => {
      const { renderBundle } = await import("../render-bundle.ts");
      await renderBundle(bundle, command.optsWithGlobals());
    });
};
