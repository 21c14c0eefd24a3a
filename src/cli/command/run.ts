import type { AddCommand } from "./add-command.ts";
import { addResultOptions } from "./result-options.ts";
import { addSiteOptions } from "./site-options.ts";
import { addTargetOptions, readCount, withTarget } from "./target-options.ts";

export const addRun: AddCommand = (program, setExit) => {
  addResultOptions(addSiteOptions(addTargetOptions(program.command("run"))))
    .description("run a playbook on a target and write a report")
    .argument("<playbook>", "name of a playbook, or path of a playbook file or folder")
    .argument("[target]", "a pod, as kubectl users write it: NAME, pod/NAME, deployment/NAME, job/NAME…")
    .option(
      "--max-errors <n>",
      "of several pods: start no more when this many have failed (default: all are tried)",
      readCount,
    )
    .option("--detach", "leave when the run has started in the cluster; `diag fetch` brings its report")
    .option("--recorded <bundle>", "no live target: read the raw output of an earlier run again")
    .addHelpText(
      "after",
      `
Examples:
  $ diag run memory-leak --pod checkout-7d9f -n shop
  $ diag run memory-leak deployment/checkout -n shop --param duration=5m --detach
  $ diag run cpu-hot --selector app=checkout --max 3
  $ sudo diag run cpu-hot --pid 4242 --param duration=30s --out /tmp/case-17
  $ diag run cpu-hot --container web
  $ sudo diag run cpu-hot --host --fail-on warn --json | jq .verdict
  $ diag run ./cpu-hot/playbook.yaml --recorded /tmp/case-17

Exit status:
  0 done   1 diag broke   2 usage or playbook invalid   3 a finding at or above --fail-on
  4 incomplete   5 target not reached or refused   130 interrupted`,
    )
    .action(async (playbook: string, target: string | undefined, _options: unknown, command) => {
      const { runPlaybook } = await import("../run-playbook.ts");
      setExit(await runPlaybook(playbook, withTarget(command.optsWithGlobals(), target)));
    });
};
