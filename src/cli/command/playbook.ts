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
};
