import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ExecaError, execa } from "execa";
import type { Engine } from "../docker/engine.ts";

const sources = join(import.meta.dirname, "workloads");
/** Has the runtimes that the scripts need; see buildTargets. */
const base = "diag-targets:test";

/** The image of the programs in workloads/, which say how each is called. */
export const leaksImage = "diag-leaks:test";

/** Compiles workloads/ into `/srv` of an image. */
export async function buildLeaks({ host }: Engine): Promise<string> {
  const context = mkdtempSync(join(tmpdir(), "diag-leaks-"));
  try {
    for (const name of ["leak", "cache", "file-cache", "oom"]) {
      const options = ["-O1", "-fno-omit-frame-pointer", "-g", "-o", join(context, name)];
      await execa("gcc", [...options, `${name}.c`], { cwd: sources });
    }
    const options = ["-trimpath", "-buildvcs=false", "-o", join(context, "leak-go")];
    await execa("go", ["build", ...options, "leak.go"], { cwd: sources, env: { CGO_ENABLED: "0" } });
    for (const name of ["leak.py", "leak.js"]) cpSync(join(sources, name), join(context, name));
    writeFileSync(join(context, "Dockerfile"), `FROM ${base}\nCOPY . /srv/\n`);
    await execa("docker", ["build", "--tag", leaksImage, context], {
      env: { DOCKER_HOST: host, DOCKER_BUILDKIT: "0" },
      all: true,
    }).catch((error: ExecaError) => {
      throw new Error(`${leaksImage} could not be built:\n${String(error.all).slice(-2000)}`);
    });
  } finally {
    rmSync(context, { recursive: true });
  }
  return leaksImage;
}
