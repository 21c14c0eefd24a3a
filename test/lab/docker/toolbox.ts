import { join } from "node:path";
import { execa } from "execa";
import { cached } from "../cache.ts";
import type { Engine } from "./engine.ts";

export type Flavour = "toolbox" | "toolbox-slim";

const repository = join(import.meta.dirname, "../../..");
/** Stands for the image of that name where no image registry is at hand. */
const base = "debian:trixie-slim";

/** Debian as the base of images: made by the lab and imported once. */
export async function importBase(engine: Engine): Promise<string> {
  return importDebian(engine, base, []);
}

/**
 * @param options Of make-base.sh: a suite, and a package beside the least.
 * @returns the tag.
 */
export async function importDebian({ host }: Engine, tag: string, options: readonly string[]): Promise<string> {
  const docker = execa({ env: { DOCKER_HOST: host } });
  const recipe = join(import.meta.dirname, "make-base.sh");
  const name = ["base", ...options].join("-");
  const tarball = await cached(name, recipe, (path) => docker(recipe, [path, ...options], { stderr: "inherit" }));
  const mark = `diag.lab=${tarball.split("-").at(-1)}`;
  const { stdout } = await docker("docker", ["images", "--quiet", "--filter", `label=${mark}`, tag]);
  if (stdout === "") await docker("docker", ["import", "--change", `LABEL ${mark}`, tarball, tag]);
  return tag;
}

/**
 * Builds the image from this tree by its own script; the engine's layer cache makes a second time short.
 *
 * `DIAG_TEST_TOOLBOX` and `DIAG_TEST_TOOLBOX_SLIM` name images to take instead.
 *
 * @returns the image's tag.
 */
export async function buildToolbox(engine: Engine, flavour: Flavour = "toolbox"): Promise<string> {
  const given = process.env[flavour === "toolbox" ? "DIAG_TEST_TOOLBOX" : "DIAG_TEST_TOOLBOX_SLIM"];
  if (given !== undefined) return given;
  await importBase(engine);
  const tag = `diag-${flavour}:test`;
  const env = { DOCKER_HOST: engine.host, DOCKER_BUILDKIT: "0" };
  await execa(
    join(repository, "images/toolbox/build.sh"),
    ["--flavour", flavour, "--tag", tag, "--base", base, "--network", "host"],
    {
      env,
      cwd: repository,
      all: true,
    },
  );
  await execa("docker", ["image", "prune", "--force", "--filter", "label=org.opencontainers.image.title"], { env });
  return tag;
}
