/**
 * Bundles the CLI into dist/: a tiny entry, and a chunk for whatever a command loads late. The dependencies are bundled
 * too: one file to find and compile instead of hundreds (bench/startup.ts measures it).
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { build, type Metafile } from "esbuild";
import { bundleOptions } from "./bundle-options.ts";
import { thirdPartyLicences } from "./third-party-licences.ts";

const entry = "dist/main.js";
/** The entry answers `diag --version` alone. What grows it slows every command. */
const entryLimit = 4096;

// The files are replaced, the folder stays: a diag that runs meanwhile still finds it, and so does its compile cache.
mkdirSync("dist", { recursive: true });
const before = readdirSync("dist");

const { metafile } = await build({
  entryPoints: ["src/cli/main.ts"],
  ...bundleOptions,
  outdir: "dist",
  splitting: true,
  format: "esm",
  chunkNames: "[name]-[hash]",
  metafile: true,
});

check(metafile);
for (const name of before)
  if (!(`dist/${name}` in metafile.outputs) && !name.startsWith("diag"))
    rmSync(`dist/${name}`, { recursive: true, force: true });
writeFileSync("dist/THIRD-PARTY-LICENSES.txt", thirdPartyLicences(Object.keys(metafile.inputs)));

function check({ outputs }: Metafile): void {
  const first = outputs[entry];
  if (first === undefined) throw new Error(`The build made no ${entry}`);
  const eager = new Set([entry]);
  for (const name of eager) {
    for (const { path, kind, external } of outputs[name]?.imports ?? []) {
      if (kind === "import-statement" && !external) eager.add(path);
    }
  }
  const bytes = [...eager].reduce((sum, name) => sum + (outputs[name]?.bytes ?? 0), 0);
  if (bytes > entryLimit)
    throw new Error(`${entry} loads ${bytes} bytes at once (${[...eager].join(", ")}); ${entryLimit} are allowed`);
}
