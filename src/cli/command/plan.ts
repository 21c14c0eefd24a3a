import type { PlanCommandOptions } from "../show-plan.ts";
import type { AddCommand } from "./add-command.ts";
import { addSiteOptions } from "./site-options.ts";
import { addTargetOptions, withTarget } from "./target-options.ts";

export const addPlan: AddCommand = (program) => {
  addSiteOptions(addTargetOptions(program.command("plan")))
    .description("show what a run would do, and do nothing")
    .argument("<playbook>", "name of a playbook, or path of a playbook file or folder")
    .argument("[target]", "a pod, as kubectl users write it: NAME, pod/NAME, deployment/NAME, job/NAME…")
    .option("--json", "print the plan as JSON")
    .option("--manifest", "print the Job alone, whole, as YAML for kubectl create -f -")
    .addHelpText(
      "after",
      "\nExamples:\n  $ diag plan cpu-hot --pid 4242\n  $ diag plan cpu-hot --container web --least-privilege\n  $ diag plan memory-leak deployment/checkout -n shop\n  $ diag plan cpu-hot --host --param duration=1m --json",
    )
    .action(async (playbook: string, target: string | undefined, options: PlanCommandOptions) => {
      await (await import("../show-plan.ts")).showPlan(playbook, withTarget(options, target));
    });
};
