import { DiagError } from "../errors.ts";

/** A playbook is written by hand; nobody writes a megabyte. */
export const maxBytes = 1024 * 1024;

export function tooLarge(file: string, bytes: number): DiagError {
  return new DiagError("playbook-too-large", `${file} has ${bytes} bytes; a playbook has at most ${maxBytes}`, {
    hint: "Is it the right file?",
  });
}
