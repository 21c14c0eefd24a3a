/**
 * `npm run build:executable`: diag and its Node.js in one file, dist/executable/diag, that runs where no Node.js is: in the toolbox
 * image. A single executable application of Node (nodejs.org/api/single-executable-applications.html).
 */
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { inject } from "postject";
import { bundleOptions } from "./bundle-options.ts";

const folder = "dist/executable";
const script = `${folder}/diag.cjs`;
const config = `${folder}/sea.json`;
const blob = `${folder}/diag.blob`;
const executable = `${folder}/diag`;

mkdirSync(folder, { recursive: true });
await build({
  ...bundleOptions,
  entryPoints: ["src/cli/main.ts"],
  outfile: script,
  format: "cjs",
  // An executable finds what it comes with from where it stands, as a module does from its own URL.
  banner: { js: 'const executableUrl = require("node:url").pathToFileURL(process.execPath).href;' },
  define: { ...bundleOptions.define, "import.meta.url": "executableUrl" },
});
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
execFileSync(process.execPath, ["--experimental-sea-config", config], { stdio: ["ignore", "ignore", "inherit"] });
copyFileSync(process.execPath, executable);
// A fuse in Node's binary says whether anything was injected (nodejs.org, "Single executable applications").
await inject(executable, "NODE_SEA_BLOB", readFileSync(blob), {
  sentinelFuse: "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2",
});
chmodSync(executable, 0o755);
for (const file of [script, config, blob]) rmSync(file);
