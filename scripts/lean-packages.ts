import { dirname, join } from "node:path";
import type { Plugin } from "esbuild";

/**
 * Packages whose modules do nothing when they are loaded but do not say so (`sideEffects` in their package.json): of the
 * Kubernetes client's 880 classes diag uses two.
 */
const lean = /^@kubernetes\/client-node$/;

export const leanPackages: Plugin = {
  name: "lean-packages",
  setup(build) {
    build.onResolve({ filter: lean }, async ({ path, pluginData, ...rest }) => {
      if (pluginData === lean) return undefined;
      const found = await build.resolve(path, { ...rest, pluginData: lean });
      return { ...found, sideEffects: false };
    });
    // Its own modules import one another by relative paths that name a file. To ask esbuild for each takes 17 s.
    build.onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, importer, kind }) => {
      if (kind !== "import-statement" || !importer.includes("/@kubernetes/client-node/")) return undefined;
      return { path: join(dirname(importer), path), sideEffects: false };
    });
  },
};
