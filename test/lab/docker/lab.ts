import { execa } from "execa";
import { inject } from "vitest";
import { holdLab } from "../hold-lab.ts";

if (inject("noDocker") === "") holdLab("docker");

/** What the set-up of the docker layer made. */
export const lab = {
  /** For the title of a suite; undefined where everything is there. */
  why: inject("noDocker") || undefined,
  engine: { host: inject("dockerHost") },
  toolbox: inject("toolbox"),
  toolboxSlim: inject("toolboxSlim"),
  /** For diag's command line: the engine and the image of the tests. */
  env: { DOCKER_HOST: inject("dockerHost"), DIAG_TOOLBOX_IMAGE: inject("toolbox") },
} as const;

/** `docker WORDS…` → its stdout. */
export async function docker(...words: string[]): Promise<string> {
  return (await execa("docker", words, { env: { DOCKER_HOST: lab.engine.host } })).stdout.trim();
}

/** ` [needs docker]`, with the reason where it is not there. */
export const needsDocker = `[needs docker${lab.why === undefined ? "" : `: ${lab.why}`}]`;
