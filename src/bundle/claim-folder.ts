import { accessSync, constants, mkdirSync, readdirSync } from "node:fs";
import { DiagError } from "../errors.ts";

/**
 * Makes the folder of a new run and never takes one that holds something.
 * With `out` it is exactly that folder; without, `name`, or `name-2`, `name-3`… where that is taken.
 *
 * @throws DiagError `output-not-empty` or `output-not-writable`.
 */
export function claimFolder(out: string | undefined, name: string): string {
  if (out !== undefined) {
    makeFolder(out, { recursive: true });
    if (readdirSync(out).length > 0) {
      throw new DiagError("output-not-empty", `${out} is not empty`, {
        hint: "Give --out a new or empty folder: a run never overwrites another.",
      });
    }
    return out;
  }
  for (let attempt = 1; ; attempt++) {
    const folder = attempt === 1 ? name : `${name}-${attempt}`;
    if (makeFolder(folder, { recursive: false })) return folder;
  }
}

/** @returns false where the folder exists and `recursive` is off: creation is the claim. */
function makeFolder(folder: string, options: { recursive: boolean }): boolean {
  try {
    mkdirSync(folder, options);
    accessSync(folder, constants.W_OK);
    return true;
  } catch (cause) {
    if (!options.recursive && isTaken(cause)) return false;
    throw new DiagError("output-not-writable", `${folder} cannot be written: ${(cause as Error).message}`, {
      cause,
      hint: "Give --out a folder that you may write to.",
    });
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}
