import { accessSync, constants, existsSync, mkdirSync, readdirSync } from "node:fs";
import { DiagError } from "../errors.ts";
import { makeFolder } from "./make-folder.ts";

/**
 * Makes the folder of a new run and never takes one that holds something.
 * With `out` it is exactly that folder; without, `name`, or `name-2`, `name-3`… where that is taken.
 *
 * @throws DiagError `output-not-empty` or `output-not-writable`.
 */
export function claimFolder(out: string | undefined, name: string): string {
  if (out === undefined) return claimFree(name);
  try {
    if (!existsSync(out)) makeFolder(out);
    accessSync(out, constants.W_OK);
  } catch (cause) {
    throw notWritable(out, cause);
  }
  if (readdirSync(out).length > 0) {
    throw new DiagError("output-not-empty", `${out} is not empty`, {
      hint: "Give --out a new or empty folder: a run never overwrites another.",
    });
  }
  return out;
}

/** Creation is the claim: of two runs that start together only one makes the folder. */
function claimFree(name: string): string {
  for (let attempt = 1; ; attempt++) {
    const folder = attempt === 1 ? name : `${name}-${attempt}`;
    try {
      mkdirSync(folder);
      return folder;
    } catch (cause) {
      if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) throw notWritable(folder, cause);
    }
  }
}

function notWritable(folder: string, cause: unknown): DiagError {
  return new DiagError("output-not-writable", `${folder} cannot be written: ${(cause as Error).message}`, {
    cause,
    hint: "Give --out a folder that you may write to.",
  });
}
