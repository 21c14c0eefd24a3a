import { builtinModules } from "node:module";
import type { Plugin } from "esbuild";

/**
 * Takes Node's own modules by `process.getBuiltinModule` instead of `import`: an import reads every export at once,
 * which for `node:process` and `node:crypto` alone takes longer than all else that `diag --version` does. Packages in
 * CommonJS get theirs the same way.
 */
export const lateBuiltins: Plugin = {
  name: "late-builtins",
  setup(build) {
    const names = new Set(builtinModules);
    build.onResolve({ filter: /^(node:)?[a-z0-9_/]+$/ }, ({ path }) => {
      const name = path.replace(/^node:/, "");
      return path.startsWith("node:") || names.has(name) ? { path: name, namespace: "builtin" } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule("node:${path}");`,
    }));
  },
};
