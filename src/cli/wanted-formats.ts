import { DiagError } from "../errors.ts";
import { suggest } from "../nearest-name.ts";

/**
 * The names in `html,md`, or all of them.
 *
 * @throws DiagError `usage` where one is not known.
 */
export function wantedFormats(list: string | undefined, formats: readonly { readonly name: string }[]): string[] {
  const known = formats.map(({ name }) => name);
  const wanted = list?.split(",").map((name) => name.trim()) ?? known;
  for (const name of wanted) {
    if (!known.includes(name))
      throw new DiagError("usage", `There is no format ${name}`, { hint: suggest(name, known) });
  }
  return wanted;
}
