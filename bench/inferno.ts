import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { execa } from "execa";

/** One version, so that figures of different days can be compared. */
const version = "0.12.8";

/** The program's path, or why there is none. Built from crates.io where cargo is present: that takes a few minutes, once. */
export async function findInferno(): Promise<{ readonly path: string } | { readonly missing: string }> {
  const root = join(homedir(), ".cache", "diag", "inferno");
  const path = join(root, "bin", "inferno-flamegraph");
  if (existsSync(path)) return { path };
  if (!findProgram("cargo")) return { missing: "inferno skipped: cargo is not installed" };
  const built = await execa("cargo", ["install", "inferno", "--version", version, "--locked", "--root", root], { reject: false });
  return built.failed ? { missing: `inferno skipped: ${built.shortMessage}` } : { path };
}

/** First place of a program in PATH. */
export function findProgram(name: string): string | undefined {
  return (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name)).find((path) => existsSync(path));
}
