import { Option } from "commander";
import type { AddCommand } from "./add-command.ts";
import { addResultOptions } from "./result-options.ts";
import { addSiteOptions } from "./site-options.ts";
import { addTargetOptions, withTarget } from "./target-options.ts";

export const addTriage: AddCommand = (program, setExit) => {
  addResultOptions(addSiteOptions(addTargetOptions(program.command("triage"))))
    .description("look at a target for some seconds, cheaply, and tell which playbook to run next, and why")
    .argument("[target]", "a pod, as kubectl users write it: NAME, pod/NAME, deployment/NAME, job/NAME…")
    .addOption(new Option("--then <what>", "go on with the first playbook that it tells").choices(["run"]))
    .addHelpText(
      "after",
      `
Examples:
  $ diag triage --pod checkout-7d9f -n shop
  $ diag triage --container web --then run
  $ sudo diag triage --host`,
    )
    .action(async (target: string | undefined, _options: unknown, command) => {
      const { triage } = await import("../triage.ts");
      setExit(await triage(withTarget(command.optsWithGlobals(), target)));
    });
};
