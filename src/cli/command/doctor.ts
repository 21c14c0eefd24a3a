import type { AddCommand } from "./add-command.ts";

export const addDoctor: AddCommand = (program) => {
  program
    .command("doctor")
    .description("tell what this machine can measure: per tool what will run, what will not, why, and the mend")
    .option("--json", "print the probe and the answers as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  $ sudo diag doctor\n  $ diag doctor --json | jq '.tools[] | select(.variant == null)'",
    )
    .action(async (options: { readonly json?: boolean }) => {
      (await import("../show-doctor.ts")).showDoctor(options);
    });
};
