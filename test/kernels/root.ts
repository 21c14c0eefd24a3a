import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { cached } from "../lab/cache.ts";
import kernels from "./kernels.json" with { type: "json" };

const script = join(import.meta.dirname, "make-root.sh");
const node = join(import.meta.dirname, "../../node_modules/node/bin/node");

/** The folder with the root that all guests share, and each kernel. Made once; delete it for newer packages. */
export function makeRoot(): Promise<string> {
  return cached("kernels", [script, join(import.meta.dirname, "kernels.json")], async (folder) => {
    console.log("making the guests' root with its kernels, which takes some minutes");
    const suites = Object.entries(kernels).map(([name, suite]) => `${name}=${suite}`);
    await execa("nice", ["sh", script, folder, node, ...suites], { stdout: "ignore", stderr: "pipe" });
  });
}

export function releaseOf(root: string, kernel: string): { readonly release: string; readonly version: string } {
  const [release = "", version = ""] = readFileSync(join(root, kernel, "release"), "utf8")
    .trim()
    .split(" ");
  return { release, version };
}

/** Of the tools in the root: package → version. */
export function packagesOf(root: string): Record<string, string> {
  const lines = readFileSync(join(root, "packages"), "utf8").trim().split("\n");
  return Object.fromEntries(lines.map((line) => line.split(" ", 2) as [string, string]));
}
