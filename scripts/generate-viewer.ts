/** Bundles the script of a page with flame graphs into src/report/flamegraph/viewer-script.generated.ts. */
import { writeFileSync } from "node:fs";
import { build } from "esbuild";
import { viewerBundle } from "../src/report/flamegraph/viewer-bundle.ts";

const file = "src/report/flamegraph/viewer-script.generated.ts";

const { entryPoints, target } = viewerBundle;
const { outputFiles } = await build({ ...viewerBundle, entryPoints: [...entryPoints], target: [...target] });
const [script, ...others] = outputFiles;
if (script === undefined || others.length > 0) throw new Error(`The viewer is ${outputFiles.length} files, not one`);
writeFileSync(
  file,
  `// Generated from src/report/flamegraph/viewer. Change that.\nexport const viewerScript: string = ${JSON.stringify(script.text)};\n`,
);
