import { InvalidArgumentError } from "commander";
import { type FailOn, failOnLevels } from "../fail-on.ts";
import type { AddCommand } from "./add-command.ts";
import { addSiteOptions } from "./site-options.ts";
import { addTargetOptions } from "./target-options.ts";

export const addRun: AddCommand = (program, setExit) => {
  addSiteOptions(addTargetOptions(program.command("run")))
    .description("run a playbook on a target and write a report")
    .argument("<playbook>", "name of a playbook, or path of a playbook file or folder")
    .option("--recorded <bundle>", "no live target: read the raw output of an earlier run again")
    .option("--out <dir>", "folder for the bundle: new or empty (default: diag-DATE-PLAYBOOK-TARGET here)")
    .option("--fail-on <outcome>", "exit with 3 from this outcome on: info, warn, fail or never", readFailOn, "fail")
    .option("--json", "print the findings as JSON on stdout")
    .option("--quiet", "print no progress, only the result")
    .addHelpText(
      "after",
      `
Examples:
  $ sudo diag run cpu-hot --pid 4242
  $ sudo diag run cpu-hot --pid 4242 --param duration=30s --out /tmp/case-17
  $ diag run cpu-hot --container web
  $ sudo diag run cpu-hot --host --fail-on warn --json | jq .verdict
  $ diag run ./cpu-hot/playbook.yaml --recorded /tmp/case-17

Exit status:
  0 done   1 diag broke   2 usage or playbook invalid   3 a finding at or above --fail-on
  4 incomplete   5 target not reached or refused   130 interrupted`,
    )
    .action(async (playbook: string, _options: unknown, command) => {
      const { runPlaybook } = await import("../run-playbook.ts");
      setExit(await runPlaybook(playbook, command.optsWithGlobals()));
    });
};

function readFailOn(text: string): FailOn {
  const level = failOnLevels.find((one) => one === text);
  if (level === undefined) throw new InvalidArgumentError(`It is one of ${failOnLevels.join(", ")}.`);
  return level;
}
