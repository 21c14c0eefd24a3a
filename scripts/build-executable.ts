/**
 * `npm run build:executable`: diag and its Node.js in one file, dist/diag, for where no Node.js is: the toolbox image. A
 * single executable application of Node (nodejs.org/api/single-executable-applications.html).
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleOptions } from "./bundle-options.ts";
import { bundledPackages, thirdPartyLicences } from "./third-party-licences.ts";

const executable = "dist/diag";
/** Node's mark in its binary that something was injected. */
const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

// Beside the result, so that a rename puts it there whole: a diag that runs meanwhile goes on.
const folder = "dist/diag.new";
mkdirSync(folder, { recursive: true });
try {
  const script = join(folder, "diag.cjs");
  const { metafile } = await build({
    ...bundleOptions,
    entryPoints: ["src/cli/main.ts"],
    outfile: script,
    format: "cjs",
    metafile: true,
    // An executable finds what it comes with from where it stands, as a module does from its own URL.
    banner: { js: 'const executableUrl = require("node:url").pathToFileURL(process.execPath).href;' },
    define: { ...bundleOptions.define, "import.meta.url": "executableUrl" },
  });
  const config = join(folder, "sea.json");
  const blob = join(folder, "diag.blob");
  writeFileSync(
    config,
    JSON.stringify({
      main: script,
      output: blob,
      disableExperimentalSEAWarning: true,
      useCodeCache: true,
      // NODE_OPTIONS of whoever starts it must not change what diag does.
      execArgvExtension: "none",
    }),
  );
  // A seed of its own would make the code cache, and with it the image's layer, another one each time.
  quietly(process.execPath, "--random-seed=1", "--experimental-sea-config", config);
  const binary = join(folder, "diag");
  copyFileSync(process.execPath, binary);
  strip(binary);
  quietly(
    process.execPath,
    fileURLToPath(import.meta.resolve("postject/dist/cli.js")),
    binary,
    "NODE_SEA_BLOB",
    blob,
    "--sentinel-fuse",
    fuse,
  );
  const inputs = Object.keys(metafile.inputs);
  writeFileSync(`${executable}.LICENSES.txt`, thirdPartyLicences(inputs));
  writeFileSync(`${executable}.packages`, packages(inputs));
  renameSync(binary, executable);
} finally {
  rmSync(folder, { recursive: true });
}

/** For the image's SBOM, as images/toolbox/sbom.sh reads it: name, version, licence, package URL, where it is from. */
function packages(inputs: readonly string[]): string {
  const { version, license } = JSON.parse(readFileSync("package.json", "utf8"));
  const node = process.versions.node;
  const lines = [
    ["diag", version, license, `pkg:generic/diag@${version}`],
    ["node", node, "MIT", `pkg:generic/node@${node}`, `https://nodejs.org/dist/v${node}/`],
    ...bundledPackages(inputs).map((one) => [one.name, one.version, one.license, npmUrl(one)]),
  ];
  // The same package may stand in two folders.
  return [...new Set(lines.map((words) => `${words.join("\t")}\n`))].join("");
}

/** github.com/package-url/purl-spec: the @ of a scope is escaped. */
function npmUrl({ name, version }: { readonly name: string; readonly version: string }): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

/** Without debugging symbols the file is 15 % smaller. Only before the injection: binutils do not know of its section. */
function strip(binary: string): void {
  try {
    quietly("strip", "--strip-unneeded", binary);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

/** Says nothing of what went well: postject warns of every note in Node's binary that it cannot name. */
function quietly(program: string, ...words: string[]): void {
  execFileSync(program, words, { stdio: ["ignore", "ignore", "pipe"] });
}
