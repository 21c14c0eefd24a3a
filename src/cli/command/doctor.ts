import type { DoctorOptions } from "../show-doctor.ts";
import type { AddCommand } from "./add-command.ts";
import { addSiteOptions } from "./site-options.ts";

export const addDoctor: AddCommand = (program, setExit) => {
  addSiteOptions(program.command("doctor"))
    .description("tell what can be measured here: per tool what will run, what will not, why, and the mend")
    .option("--node <name>", "look at this node of the cluster, from a tool pod")
    .option("--cluster", "tell whether runs can be started in the cluster: rights, Pod Security, quotas, nodes, image")
    .option(
      "-n, --namespace <name>",
      "with --cluster: namespace of the pods to diagnose (default: that of the context)",
    )
    .option("--json", "print the probe and the answers as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  $ sudo diag doctor\n  $ diag doctor --in docker\n  $ diag doctor --cluster -n shop\n  $ diag doctor --node worker-3\n  $ diag doctor --json | jq '.tools[] | select(.variant == null)'",
    )
    .action(async (options: DoctorOptions) => {
      const status = await (await import("../show-doctor.ts")).showDoctor(options);
      if (status !== undefined) setExit(status);
    });
};
