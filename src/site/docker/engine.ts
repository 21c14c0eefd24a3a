import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { DiagError } from "../../errors.ts";
import { engineError } from "./engine-error.ts";

export const engineNames = ["docker", "podman"] as const;
export type EngineName = (typeof engineNames)[number];

/** Which engine the user means; what is not said is the engine's own choice (DOCKER_HOST, the current context). */
export interface EngineOptions {
  readonly engine?: EngineName;
  /** `unix:///run/docker.sock`, `ssh://user@host`, `tcp://…` */
  readonly dockerHost?: string;
  /** Docker's context, or Podman's connection. */
  readonly context?: string;
}

export interface EngineAnswer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface EngineHost {
  /** As images name it: `amd64`, `arm64`. */
  readonly architecture: string;
  readonly version: string;
}

/** A container engine, asked through its own command, so that contexts, SSH and credentials work as the user set them up. */
export class Engine {
  readonly name: EngineName;
  readonly #where: readonly string[];
  #host: Promise<EngineHost> | undefined;

  constructor(name: EngineName, where: readonly string[]) {
    this.name = name;
    this.#where = where;
  }

  /** The words that a person would type. */
  words(words: readonly string[]): string[] {
    return [this.name, ...this.#where, ...words];
  }

  /**
   * Where containers run.
   *
   * @throws DiagError where no engine answers.
   */
  host(): Promise<EngineHost> {
    this.#host ??= this.run(["version", "--format", "{{.Server.Arch}} {{.Server.Version}}"]).then((text) => {
      const [architecture = "", version = ""] = text.trim().split(" ");
      return { architecture, version };
    });
    return this.#host;
  }

  /** Starts the engine's command; the caller reads its streams. */
  start(words: readonly string[]) {
    return execa(this.name, [...this.#where, ...words], { buffer: false, reject: false, stdin: "ignore" });
  }

  /** Runs one command to its end and hands back whatever it says. */
  async ask(words: readonly string[], options: { readonly input?: Uint8Array } = {}): Promise<EngineAnswer> {
    const result = await execa(this.name, [...this.#where, ...words], { reject: false, ...options });
    return { stdout: result.stdout, stderr: result.stderr, exitCode: result.exitCode ?? 1 };
  }

  /**
   * Runs one command to its end.
   *
   * @returns its stdout.
   * @throws DiagError of the engine where it does not exit with 0.
   */
  async run(words: readonly string[], options: { readonly input?: Uint8Array } = {}): Promise<string> {
    const answer = await this.ask(words, options);
    if (answer.exitCode !== 0) throw engineError(this.name, words, answer.stderr);
    return answer.stdout;
  }
}

/** @throws DiagError `engine-missing`. */
export function findEngine(options: EngineOptions, path = process.env["PATH"] ?? ""): Engine {
  const wanted = options.engine === undefined ? engineNames : [options.engine];
  const name = wanted.find((one) => path.split(delimiter).some((folder) => isExecutable(join(folder, one))));
  if (name === undefined) {
    throw new DiagError("engine-missing", `${wanted.join(" and ")} not found`, {
      hint: "Install Docker or Podman, or run diag on the host itself with --pid.",
    });
  }
  return new Engine(name, whereWords(name, options));
}

function whereWords(name: EngineName, { dockerHost, context }: EngineOptions): string[] {
  const [host, connection] = name === "docker" ? ["--host", "--context"] : ["--url", "--connection"];
  return [
    ...(dockerHost === undefined ? [] : [host, dockerHost]),
    ...(context === undefined ? [] : [connection, context]),
  ];
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
