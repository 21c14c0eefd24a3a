import { existsSync } from "node:fs";
import { isSea } from "node:sea";
import { fileURLToPath } from "node:url";
import type { Probe } from "../documents/probe.generated.ts";
import { diagItself } from "../tools/programs.ts";
import { type Binary, locate } from "../tools/requirement.ts";

/** The words that start a command's program: its path, or diag itself with what starts it. */
export function programWords(binary: Binary, probe: Probe): readonly [string, ...string[]] {
  if (binary === diagItself) return ownProgram();
  return [locate(binary, probe) ?? binary.names[0] ?? ""];
}

/** The built one's starter below `dist`; from the sources the entry itself, so that what runs is what is read. */
const entries = import.meta.url.endsWith(".ts") ? ["../cli/main.ts"] : ["../bin/diag.js", "../../bin/diag.js"];

/** How this diag starts itself: as an executable by its own file, else by Node and its entry. */
export function ownProgram(): readonly [string, ...string[]] {
  if (isSea()) return [process.execPath];
  const entry = entries.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path));
  return [process.execPath, entry ?? process.argv[1] ?? ""];
}
