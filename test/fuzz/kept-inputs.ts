import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const kept = join(import.meta.dirname, "failed");

/** What the subject once failed on: read again in every run, short or whole. */
export function keptInputs(subject: string): readonly Buffer[] {
  const folder = join(kept, subject);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .toSorted()
    .map((name) => readFileSync(join(folder, name)));
}

/** @returns where it is now, to be looked at and committed with what mends it. */
export function keepInput(subject: string, input: Uint8Array): string {
  const folder = join(kept, subject);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${createHash("sha256").update(input).digest("hex").slice(0, 12)}.input`);
  writeFileSync(path, input);
  return path;
}
