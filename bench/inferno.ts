import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { execa } from "execa";

/** One version, so that figures of different days can be compared. */
const version = "0.12.8";

/**
 * The folder with inferno's programs, built from crates.io where cargo is present: that takes a few minutes, once.
 * Undefined where neither they nor cargo are there, or the build failed.
 */
export async function findInferno(): Promise<string | undefined> {
  const root = join(homedir(), ".cache", "diag", "inferno");
  const folder = join(root, "bin");
  if (existsSync(join(folder, "inferno-flamegraph"))) return folder;
  if (!findProgram("cargo")) return undefined;
  const built = await execa("cargo", ["install", "inferno", "--version", version, "--locked", "--root", root], {
    reject: false,
  });
  return built.failed ? undefined : folder;
}

/** First place of a program in PATH. */
export function findProgram(name: string): string | undefined {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}
