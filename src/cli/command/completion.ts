import type { AddCommand } from "./add-command.ts";

const examples = `
Examples:
  $ source <(diag completion bash)
  $ diag completion zsh > "\${fpath[1]}/_diag"
  $ diag completion fish > ~/.config/fish/completions/diag.fish`;

/** The completion library is loaded only when the shell asks, or the user for its script. */
export const addCompletion: AddCommand = async (program) => {
  const asked = process.argv[2];
  if (asked !== "complete" && asked !== "completion") {
    program.command("completion").description("print a completion script").argument("<shell>", "bash, zsh or fish");
    return;
  }
  const { default: addTab } = await import("@bomb.sh/tab/commander");
  const completions = addTab(program, { completionCommandName: "completion" });
  program.commands.find((command) => command.name() === "completion")?.addHelpText("after", examples);
  const { playbookNames } = await import("../../playbook/find-playbook.ts");
  const { playbookFolders } = await import("../playbook-folders.ts");
  for (const command of ["run", "plan", "playbook show"]) {
    const argument = completions.commands.get(command)?.arguments.get("playbook");
    if (argument === undefined) continue;
    argument.handler = (complete) => {
      for (const name of playbookNames(playbookFolders()).keys()) complete(name, "");
    };
  }
};
