import type { Command } from "commander";
import type { ExitCode } from "../exit-code.ts";

/** Tells the exit status of a command that ended well enough to have one. */
export type SetExit = (code: ExitCode) => void;

/** A command of the CLI: declares its words, and loads its work only when it is called. */
export type AddCommand = (program: Command, setExit: SetExit) => void | Promise<void>;
