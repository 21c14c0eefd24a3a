import type { DoctorOptions } from "../show-doctor.ts";
import type { AddCommand } from "./add-command.ts";
import { addSiteOptions } from "./site-options.ts";

export const addDoctor: AddCommand = (program) => {
  addSiteOptions(program.command("doctor"))
    .description("tell what can be measured here: per tool what will run, what will not, why, and the mend")
    .option("--node <name>", "look at this node of the cluster, from a tool pod")
    .option("--json", "print the probe and the answers as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  $ sudo diag doctor\n  $ diag doctor --in docker\n  $ diag doctor --node worker-3\n  $ diag doctor --json | jq '.tools[] | select(.variant == null)'",
    )
    .action(async (options: DoctorOptions) => {
      await (await import("../show-doctor.ts")).showDoctor(options);
    });
};
