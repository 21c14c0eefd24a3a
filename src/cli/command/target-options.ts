import { type Command, InvalidArgumentError } from "commander";
import type { Consent } from "../../documents/plan.generated.ts";

export interface TargetOptions {
  readonly pid?: number;
  readonly host?: boolean;
  /** Name or id of a container. */
  readonly container?: string;
  readonly allowAttach?: boolean;
  readonly force?: boolean;
  /** Name → value, as written. */
  readonly param?: Readonly<Record<string, string>>;
}

/** The words that say what is diagnosed: the same for every command that has a target. */
export function addTargetOptions(command: Command): Command {
  return command
    .option("--pid <pid>", "diagnose this process, by its pid on the host", readPid)
    .option("--container <name>", "diagnose every process of this container, by its name or id")
    .option("--host", "diagnose the whole machine")
    .option("--allow-attach", "allow what changes the target: Node's inspector is opened in it")
    .option("--force", "run also on a node that is short of memory, disk or CPU")
    .option("--param <name=value>", "set a param of the playbook; may be given again", collectParams);
}

export function consentOf({ allowAttach = false, force = false }: TargetOptions): Consent {
  return { attach: allowAttach, force };
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
