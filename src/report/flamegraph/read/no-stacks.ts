import type { DiagError } from "../../../errors.ts";
import { unreadable } from "./unreadable.ts";

/** A file whose format is known, and that has nothing to draw. */
export function noStacks(file: string, format: string, expected: string): DiagError {
  return unreadable(
    file,
    undefined,
    `it holds no stacks of ${format}`,
    `Give a file that has them (${expected}), or say with --from what it is.`,
  );
}
