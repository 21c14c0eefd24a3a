import { DiagError } from "../../../errors.ts";

/** Where in the file it was: a line of text, counted from 1, or how many bytes of a binary one came before. */
export type Place = { readonly line: number } | { readonly byte: number } | undefined;

/**
 * The one error of all readers: `heap.json: line 3: a comma is missing`, and what to do.
 *
 * @param mend an imperative sentence.
 */
export function unreadable(file: string, place: Place, what: string, mend: string): DiagError {
  const where = place === undefined ? "" : "line" in place ? `line ${place.line}: ` : `byte ${place.byte}: `;
  return new DiagError("profile-unreadable", `${file}: ${where}${what}`, { hint: mend });
}
