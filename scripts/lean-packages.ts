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
    // Its own modules import one another by relative paths.
    build.onResolve({ filter: /^\.\.?\// }, async ({ path, importer, pluginData, ...rest }) => {
      if (pluginData === lean || !importer.includes("/@kubernetes/client-node/")) return undefined;
      const found = await build.resolve(path, { ...rest, importer, pluginData: lean });
      return { ...found, sideEffects: false };
    });
  },
};
