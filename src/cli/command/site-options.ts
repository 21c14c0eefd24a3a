import { type Command, InvalidArgumentError, Option } from "commander";
import { addToolPodOptions, type ToolPodOptions } from "./cluster-options.ts";
import { isInCluster, type TargetOptions } from "./target-options.ts";

export const places = ["local", "docker", "kubernetes"] as const;
export type Place = (typeof places)[number];

export interface SiteOptions extends ToolPodOptions {
  /** Where the tools run; by the target unless it is said. */
  readonly in?: Place;
  readonly engine?: "docker" | "podman";
  readonly image?: string;
  readonly dockerHost?: string;
  readonly leastPrivilege?: boolean;
}

/** The words that name a container engine. */
export function addEngineOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--engine <engine>", "container engine (default: the one that is found)").choices([
        "docker",
        "podman",
      ]),
    )
    .option(
      "--docker-host <url>",
      "engine's address, as in DOCKER_HOST: ssh://user@host, unix:///run/docker.sock",
      readUrl,
    )
    .option("--context <name>", "context of the kubeconfig, or the engine's context (Docker) or connection (Podman)");
}

/** The words that say where the tools run: the same for every command that runs or plans them. */
export function addSiteOptions(command: Command): Command {
  command
    .addOption(
      new Option(
        "--in <place>",
        "where the tools run: local, on this machine; docker, in the toolbox container (default for --container); kubernetes, in a tool pod on the target's node (default for --pod, --selector and --node)",
      ).choices(places),
    )
    .option("--image <image>", "toolbox image (default: $DIAG_TOOLBOX_IMAGE, or that of this version)")
    .option("--least-privilege", "give the toolbox container the capabilities of the plan, instead of --privileged");
  return addToolPodOptions(addEngineOptions(command));
}

export function placeOf(options: SiteOptions & TargetOptions): Place {
  return options.in ?? (isInCluster(options) ? "kubernetes" : options.container === undefined ? "local" : "docker");
}

function readUrl(text: string): string {
  if (!/^[a-z]+:\/\//.test(text)) throw new InvalidArgumentError("Write it as unix://, tcp:// or ssh://.");
  return text;
}
