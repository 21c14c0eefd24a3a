import type { AddCommand } from "../program.ts";

/** The completion library is loaded only when the shell asks, or the user for its script. */
export const addCompletion: AddCommand = async (program) => {
  const asked = process.argv[2];
  if (asked !== "complete" && asked !== "completion") {
    program.command("completion").description("print a completion script").argument("<shell>", "bash, zsh or fish");
    return;
  }
  const [{ default: addTab }, { findPlaybooks }] = await Promise.all([import("@bomb.sh/tab/commander"), import("../playbook-folders.ts")]);
  const completions = addTab(program, { completionCommandName: "completion" });
  for (const name of ["run", "plan"]) {
    const argument = completions.commands.get(name)?.arguments.get("playbook");
    if (argument) argument.handler = (complete) => { for (const playbook of findPlaybooks()) complete(playbook.name, playbook.title); };
  }
};
