import type { PlanCommandOptions } from "../show-plan.ts";
import type { AddCommand } from "./add-command.ts";
import { addSiteOptions } from "./site-options.ts";
import { addTargetOptions } from "./target-options.ts";

export const addPlan: AddCommand = (program) => {
  addSiteOptions(addTargetOptions(program.command("plan")))
    .description("show what a run would do, and do nothing")
    .argument("<playbook>", "name of a playbook, or path of a playbook file or folder")
    .option("--json", "print the plan as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  $ diag plan cpu-hot --pid 4242\n  $ diag plan cpu-hot --container web --least-privilege\n  $ diag plan cpu-hot --host --param duration=1m --json",
    )
    .action(async (playbook: string, options: PlanCommandOptions) => {
      await (await import("../show-plan.ts")).showPlan(playbook, options);
    });
};
