import { type Command, InvalidArgumentError } from "commander";
import type { Consent } from "../../documents/plan.generated.ts";
import { DiagError } from "../../errors.ts";

export interface TargetOptions {
  readonly pid?: number;
  readonly host?: boolean;
  /** Name or id of a container of an engine; with a pod, the container's name in it. */
  readonly container?: string;
  /** `NAME`, `deployment/NAME`… */
  readonly pod?: string;
  readonly selector?: string;
  readonly namespace?: string;
  readonly node?: string;
  /** How many pods at most. */
  readonly max?: number;
  readonly allowAttach?: boolean;
  readonly force?: boolean;
  /** Name → value, as written. */
  readonly param?: Readonly<Record<string, string>>;
}

/** The words that say what is diagnosed: the same for every command that has a target. */
export function addTargetOptions(command: Command): Command {
  return command
    .option("--pod <pod>", "diagnose a container of this pod: NAME, or deployment/NAME, job/NAME and the like")
    .option("-l, --selector <labels>", "diagnose every pod with these labels, each with a report of its own")
    .option("-n, --namespace <name>", "namespace of the pods (default: that of the context)")
    .option(
      "-c, --container <name>",
      "the pod's container; without a pod, a container of Docker or Podman by name or id",
    )
    .option("--node <name>", "diagnose a whole node of the cluster")
    .option("--pid <pid>", "diagnose this process, by its pid on the host", readPid)
    .option("--host", "diagnose the whole machine")
    .option(
      "--max <n>",
      "of several pods, take this many at most (default: 10 of a selector, 1 of a deployment)",
      readCount,
    )
    .option("--allow-attach", "allow what changes the target: Node's inspector is opened in it")
    .option("--force", "run also on a node that is short of memory, disk or CPU")
    .option("--param <name=value>", "set a param of the playbook; may be given again", collectParams);
}

export function consentOf({ allowAttach = false, force = false }: TargetOptions): Consent {
  return { attach: allowAttach, force };
}

/** A target that stands for itself is a pod. @throws DiagError where --pod says it too. */
export function withTarget<T extends TargetOptions>(options: T, target: string | undefined): T {
  if (target === undefined) return options;
  if (options.pod !== undefined) {
    throw new DiagError("usage", `${target} and --pod ${options.pod} cannot go together`, {
      hint: "Give one of them.",
    });
  }
  return { ...options, pod: target };
}

/** Whether the words mean something in a cluster. */
export function isInCluster({ pod, selector, node }: TargetOptions): boolean {
  return pod !== undefined || selector !== undefined || node !== undefined;
}

function readPid(text: string): number {
  const pid = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(pid) || pid < 1) {
    throw new InvalidArgumentError("A pid is a whole number above 0.");
  }
  return pid;
}

export function readCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > 1000)
    throw new InvalidArgumentError("It is a whole number from 1 to 1000.");
  return count;
}

function collectParams(text: string, previous: Readonly<Record<string, string>> = {}): Record<string, string> {
  const equals = text.indexOf("=");
  if (equals < 1) throw new InvalidArgumentError("Write it as name=value.");
  return { ...previous, [text.slice(0, equals)]: text.slice(equals + 1) };
}
