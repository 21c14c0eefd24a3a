import { CommanderError } from "commander";
import { exitCode } from "./exit-code.ts";
import { makeProgram } from "./program.ts";
import { renderError } from "./render-error.ts";

/** Runs one command line. @returns the exit status; prints errors, never throws. */
export async function runCli(words: readonly string[]): Promise<number> {
  let status: number = exitCode.done;
  const program = await makeProgram((code) => {
    status = code;
  });
  try {
    await program.parseAsync(words, { from: "user" });
    return status;
  } catch (error) {
    // commander has printed its own message already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
    const { text, exit } = renderError(error);
    process.stderr.write(text);
    return exit;
  }
}
