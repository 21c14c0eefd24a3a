import { type Command, InvalidArgumentError } from "commander";
import { type FailOn, failOnLevels } from "../fail-on.ts";

/** What happens to a result: the same for every command that ends in a report. */
export function addResultOptions(command: Command): Command {
  return command
    .option("--out <dir>", "folder for the bundle: new or empty (default: diag-DATE-PLAYBOOK-TARGET here)")
    .option("--fail-on <outcome>", "exit with 3 from this outcome on: info, warn, fail or never", readFailOn, "fail")
    .option("--json", "print the findings as JSON on stdout")
    .option("--quiet", "print no progress, only the result");
}

function readFailOn(text: string): FailOn {
  const level = failOnLevels.find((one) => one === text);
  if (level === undefined) throw new InvalidArgumentError(`It is one of ${failOnLevels.join(", ")}.`);
  return level;
}
