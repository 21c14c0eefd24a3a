import { type Command, InvalidArgumentError, Option } from "commander";

export const places = ["local", "docker"] as const;
export type Place = (typeof places)[number];

export interface SiteOptions {
  /** Where the tools run; `docker` for a container unless it is said. */
  readonly in?: Place;
  readonly engine?: "docker" | "podman";
  readonly image?: string;
  readonly dockerHost?: string;
  readonly context?: string;
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
    .option("--context <name>", "engine's context (Docker) or connection (Podman)");
}

/** The words that say where the tools run: the same for every command that runs or plans them. */
export function addSiteOptions(command: Command): Command {
  command
    .addOption(
      new Option(
        "--in <place>",
        "where the tools run: local, on this machine; docker, in the toolbox container (default for --container)",
      ).choices(places),
    )
    .option("--image <image>", "toolbox image (default: $DIAG_TOOLBOX_IMAGE, or that of this version)")
    .option("--least-privilege", "give the toolbox container the capabilities of the plan, instead of --privileged");
  return addEngineOptions(command);
}

export function placeOf(options: SiteOptions & { readonly container?: string }): Place {
  return options.in ?? (options.container === undefined ? "local" : "docker");
}

function readUrl(text: string): string {
  if (!/^[a-z]+:\/\//.test(text)) throw new InvalidArgumentError("Write it as unix://, tcp:// or ssh://.");
  return text;
}
