import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa, type Options } from "execa";
import type { Findings } from "../../src/documents/findings.generated.ts";
import type { Manifest } from "../../src/documents/manifest.generated.ts";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
/** Hundreds of starts from the sources: their types are stripped once. */
const compileCache = fileURLToPath(new URL("../../node_modules/.cache/node", import.meta.url));

/** Runs the CLI from its sources, as a user would from a shell that is no terminal. */
export async function diag(words: readonly string[], options: Options = {}) {
  const { exitCode, stdout, stderr, signal } = await startDiag(words, options);
  return { exitCode, stdout: String(stdout), stderr: String(stderr), signal };
}

/** Starts the CLI and does not wait. */
export function startDiag(words: readonly string[], options: Options = {}, program = main) {
  return execa(process.execPath, [program, ...words], {
    reject: false,
    stdin: "ignore",
    stripFinalNewline: false,
    ...options,
    env: { NO_COLOR: "1", LANG: "C.UTF-8", NODE_COMPILE_CACHE: compileCache, ...options.env },
  });
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
}

export function readFindings(folder: string): Findings {
  return JSON.parse(readFileSync(join(folder, "findings.json"), "utf8"));
}

export function readReport(folder: string, name = "report.md"): string {
  return readFileSync(join(folder, name), "utf8");
}

export function hasFile(folder: string, path: string): boolean {
  return existsSync(join(folder, path));
}
