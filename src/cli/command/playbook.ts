import type { RecordOptions } from "../record-playbook-case.ts";
import type { AddCommand } from "./add-command.ts";

export const addPlaybook: AddCommand = (program, setExit) => {
  const playbook = program.command("playbook").description("list, show and check playbooks");
  playbook
    .command("list")
    .description("list the playbooks that can be run by name")
    .option("--json", "print them as JSON")
    .addHelpText("after", "\nExamples:\n  $ diag playbook list")
    .action(async (options: { readonly json?: boolean }) => {
      (await import("../show-playbooks.ts")).listPlaybooks(options);
    });
  playbook
    .command("show")
    .description("print a playbook: what it answers, its params, steps and checks")
    .argument("<playbook>", "name or path")
    .option("--yaml", "print its text as it is")
    .addHelpText(
      "after",
      "\nExamples:\n  $ diag playbook show cpu-hot\n  $ diag playbook show cpu-hot --yaml > mine.yaml",
    )
    .action(async (name: string, options: { readonly yaml?: boolean }) => {
      (await import("../show-playbooks.ts")).showPlaybook(name, options);
    });
  playbook
    .command("lint")
    .description("check playbook files: schema, references, and the type of every expression")
    .argument("<file...>", "playbook files or folders")
    .addHelpText("after", "\nExamples:\n  $ diag playbook lint playbooks/*/playbook.yaml")
    .action(async (files: string[]) => {
      setExit((await import("../lint-playbooks.ts")).lintPlaybooks(files));
    });
  playbook
    .command("test")
    .description("hold playbooks to their recorded cases, offline")
    .argument("[playbook...]", "names or paths (default: every playbook that is known)")
    .addHelpText("after", "\nExamples:\n  $ diag playbook test cpu-hot\n  $ diag playbook test ./playbooks/mine")
    .action(async (names: string[]) => {
      setExit((await import("../test-playbooks.ts")).testPlaybooks(names));
    });
  playbook
    .command("record")
    .description("make a case of a playbook from a bundle: its raw output, without names of hosts, addresses and keys")
    .argument("<bundle>", "folder that `diag run` wrote")
    .argument("<case>", "folder to write, as playbooks/NAME/cases/CASE")
    .option("--note <text>", "what was recorded, and how (default: the command)")
    .option("--replace <text=with>", "replace a text throughout; may be given again", collect, [])
    .addHelpText(
      "after",
      "\nExamples:\n  $ diag playbook record diag-2026-11-23-cpu-hot-shop playbooks/cpu-hot/cases/shop --replace shop=app",
    )
    .action(async (bundle: string, to: string, options: RecordOptions) => {
      (await import("../record-playbook-case.ts")).recordPlaybookCase(bundle, to, options);
    });
};

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
