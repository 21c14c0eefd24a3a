import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { documentOf } from "./document.ts";
import type { Verdict } from "./judge.ts";
import { matrix } from "./matrix.ts";

/** The latest run of one entry. */
export interface Result {
  readonly entry: string;
  readonly release: string;
  readonly version: string;
  readonly date: string;
  /** The guest came to its end: without, it was stopped before it had started everything. */
  readonly isWhole: boolean;
  readonly qemu: string;
  /** Of the tools that were started. */
  readonly packages: Readonly<Record<string, string>>;
  readonly verdicts: readonly Verdict[];
}

const folder = join(import.meta.dirname, "results");
const documentFile = join(import.meta.dirname, "../../docs/kernels.md");

export function writeResult(result: Result): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(result.entry), `${JSON.stringify(result, undefined, 1)}\n`);
}

/** In the matrix's order; entries that were never run are left out. */
export function readResults(): Result[] {
  return matrix
    .map(({ name }) => fileOf(name))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, "utf8")));
}

export function writeDocument(results: readonly Result[]): void {
  writeFileSync(documentFile, documentOf(results));
}

function fileOf(entry: string): string {
  return join(folder, `${entry}.json`);
}
