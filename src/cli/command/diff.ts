import { Option } from "commander";
import type { DiffOptions } from "../diff-bundles.ts";
import type { AddCommand } from "./add-command.ts";

export const addDiff: AddCommand = (program, setExit) => {
  program
    .command("diff")
    .description("compare two runs of one playbook: findings, facts and profiles")
    .argument("<before>", "folder that `diag run` made")
    .argument("<after>", "folder of a later run")
    .option("--out <dir>", "folder for the comparison: new or empty (default: diag-DATE-diff-PLAYBOOK here)")
    .option(
      "--format <list>",
      "formats to write, comma-separated: html, md, json, junit, sarif, prometheus, csv, or all (default: html,md,json)",
    )
    .addOption(
      new Option("--fail-on <change>", "exit with 3 where a finding is new or worse, or never")
        .choices(["worse", "never"])
        .default("worse"),
    )
    .addHelpText(
      "after",
      "\nExamples:\n  $ diag diff monday tuesday\n  $ diag diff before after --format html,junit --out /tmp/diff",
    )
    .action(async (before: string, after: string, _options: unknown, command) => {
      const { diffBundles } = await import("../diff-bundles.ts");
      setExit(await diffBundles({ before, after }, command.optsWithGlobals() as DiffOptions));
    });
};
