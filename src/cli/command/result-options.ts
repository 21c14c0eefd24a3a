import { type Command, InvalidArgumentError, Option } from "commander";
import { type FailOn, failOnLevels } from "../../judge/fail-on.ts";
import { formatHelp, readFormats } from "../format-list.ts";

/** What happens to a result: the same for every command that ends in a report. */
export function addResultOptions(command: Command): Command {
  return command
    .option("--out <dir>", "folder for the bundle: new or empty (default: diag-DATE-PLAYBOOK-TARGET here)")
    .addOption(failOnOption("exit with 3 from this outcome on"))
    .option("--format <list>", formatHelp, readFormats)
    .option("--json", "print the findings as JSON on stdout")
    .option("--quiet", "print no progress, only the result");
}

/** @param what Happens from that outcome on. */
export function failOnOption(what: string): Option {
  return new Option("--fail-on <outcome>", `${what}: ${failOnLevels.slice(0, -1).join(", ")} or never`)
    .argParser(readFailOn)
    .default("fail");
}

function readFailOn(text: string): FailOn {
  const level = failOnLevels.find((one) => one === text);
  if (level === undefined) throw new InvalidArgumentError(`It is one of ${failOnLevels.join(", ")}.`);
  return level;
}
