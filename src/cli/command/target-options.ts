import { type Command, InvalidArgumentError } from "commander";
import type { Consent, TargetSpec } from "../../documents/plan.generated.ts";
import { DiagError } from "../../errors.ts";

export interface TargetOptions {
  readonly pid?: number;
  readonly host?: boolean;
  readonly allowAttach?: boolean;
  readonly force?: boolean;
  /** Name → value, as written. */
  readonly param?: Readonly<Record<string, string>>;
}

/** The words that say what is diagnosed: the same for every command that has a target. */
export function addTargetOptions(command: Command): Command {
  return command
    .option("--pid <pid>", "diagnose this process, by its pid on the host", readPid)
    .option("--host", "diagnose this whole machine")
    .option("--allow-attach", "allow what changes the target: Node's inspector is opened in it")
    .option("--force", "run also on a node that is short of memory, disk or CPU")
    .option("--param <name=value>", "set a param of the playbook; may be given again", collectParams);
}

export function consentOf({ allowAttach = false, force = false }: TargetOptions): Consent {
  return { attach: allowAttach, force };
}

/**
 * @param findProcess Pins a pid; called only for `--pid`.
 * @throws DiagError `target-missing` or `usage`.
 */
export function targetOf(options: TargetOptions, findProcess: (pid: number) => TargetSpec): TargetSpec {
  if (options.pid !== undefined && options.host) {
    throw new DiagError("usage", "--pid and --host cannot go together", { hint: "Give one of them." });
  }
  if (options.pid !== undefined) return findProcess(options.pid);
  if (options.host) return { kind: "host" };
  throw new DiagError("target-missing", "The command does not say what to diagnose", {
    hint: "Add --pid PID for a process, or --host for this machine.",
  });
}

function readPid(text: string): number {
  const pid = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(pid) || pid < 1) {
    throw new InvalidArgumentError("A pid is a whole number above 0.");
  }
  return pid;
}

function collectParams(text: string, previous: Readonly<Record<string, string>> = {}): Record<string, string> {
  const equals = text.indexOf("=");
  if (equals < 1) throw new InvalidArgumentError("Write it as name=value.");
  return { ...previous, [text.slice(0, equals)]: text.slice(equals + 1) };
}
