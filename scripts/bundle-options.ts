import { readFileSync } from "node:fs";
import type { BuildOptions } from "esbuild";
import { lateBuiltins } from "./late-builtins.ts";
import { leanPackages } from "./lean-packages.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

/** How diag is bundled, whatever it is bundled into. */
export const bundleOptions = {
  bundle: true,
  platform: "node",
  target: "node22",
  minifySyntax: true,
  minifyWhitespace: true,
  // Stack traces of an internal error must name our functions.
  keepNames: false,
  plugins: [lateBuiltins, leanPackages],
  legalComments: "none",
  charset: "utf8",
  define: { DIAG_VERSION: JSON.stringify(version) },
  logLevel: "warning",
} as const satisfies BuildOptions;
