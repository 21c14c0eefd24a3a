import { type Command, InvalidArgumentError, Option } from "commander";
import { parseDuration } from "../../playbook/quantity.ts";

/** Which cluster, and how its tool pod is made. */
export interface ClusterOptions {
  readonly kubeconfig?: string;
  /** Of the kubeconfig; with a container engine, of that. */
  readonly context?: string;
  /** Where the Job is made: not where the target is. */
  readonly toolNamespace?: string;
}

export interface ToolPodOptions extends ClusterOptions {
  readonly imagePullSecret?: readonly string[];
  readonly serviceAccount?: string;
  readonly delivery?: "exec" | "log";
  /** Milliseconds that a bundle waits to be fetched. */
  readonly keep?: number;
}

export function addClusterOptions(command: Command): Command {
  return command
    .option("--kubeconfig <file>", "kubeconfig (default: $KUBECONFIG, ~/.kube/config, or the pod's own account)")
    .option("--tool-namespace <name>", "namespace of the tool pod (default: $DIAG_TOOL_NAMESPACE, or diag)");
}

export function addToolPodOptions(command: Command): Command {
  return addClusterOptions(command)
    .option("--image-pull-secret <name>", "secret to pull the toolbox image with; may be given again", collect)
    .option("--service-account <name>", "service account of the tool pod, which gets no token of it (default: default)")
    .addOption(
      new Option(
        "--delivery <way>",
        "how the bundle comes home: exec, or log where exec is not allowed (default: what you may)",
      ).choices(["exec", "log"]),
    )
    .option("--keep <duration>", "how long a bundle waits in the cluster to be fetched (default: 10m)", readDuration);
}

export function toolNamespaceOf({ toolNamespace }: ClusterOptions): string {
  return toolNamespace ?? (process.env["DIAG_TOOL_NAMESPACE"] || "diag");
}

const defaultKeepMs = 600_000;

export function keepSecondsOf({ keep }: ToolPodOptions): number {
  return Math.ceil((keep ?? defaultKeepMs) / 1000);
}

function readDuration(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms < 1000 || ms > 86_400_000)
    throw new InvalidArgumentError("Write it as 30s, 10m or 1h, up to 24h.");
  return ms;
}

function collect(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, text];
}
