import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { bundleOptions } from "../../scripts/bundle-options.ts";

const repository = join(import.meta.dirname, "../..");
const workloads = join(repository, "test/tools/workloads");

/** The guest's second disk: diag as it is built, the checks beside it, and what they look at. */
export async function makeDisk(folder: string): Promise<string> {
  const tree = join(folder, "diag");
  mkdirSync(join(tree, "workloads"), { recursive: true });
  for (const part of ["bin", "dist", "playbooks", "schemas", "package.json"]) {
    cpSync(join(repository, part), join(tree, part), {
      recursive: true,
      // Neither recordings nor the executable.
      filter: (path) =>
        !/\/(?:cases|compile-cache|diag[^/]*)$/.test(path.slice(repository.length)) || path.endsWith(".js"),
    });
  }
  await build({
    ...bundleOptions,
    entryPoints: [join(import.meta.dirname, "guest/checks.ts")],
    outfile: join(tree, "dist/kernel-checks.js"),
    format: "esm",
  });
  for (const name of ["churn.js", "cycles.py"]) cpSync(join(workloads, name), join(tree, "workloads", name));
  cpSync(join(import.meta.dirname, "guest/init"), join(tree, "init"));
  compile(join(import.meta.dirname, "guest/workload.c"), join(tree, "workloads/workload"));
  compile(join(workloads, "hot.c"), join(tree, "workloads/hot"));
  const disk = join(folder, "diag.ext4");
  execFileSync("mkfs.ext4", ["-q", "-d", tree, disk, "128M"]);
  rmSync(tree, { recursive: true });
  return disk;
}

function compile(source: string, program: string): void {
  execFileSync("gcc", ["-O1", "-fno-omit-frame-pointer", "-pthread", "-o", program, source]);
}
