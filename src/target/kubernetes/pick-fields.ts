import { redact } from "./redact.ts";

/** Which fields of an object are kept: `true` keeps a text, number or boolean, a list keeps so much of each of its items. */
export type Fields = { readonly [name: string]: true | Fields | readonly [Fields] };

/** No list of a pod or node is longer than this where it tells anything. */
const maxItems = 100;

/**
 * The declared fields of an object of the API, and nothing else: environments, annotations and whatever a later version of
 * the API adds stay behind. Texts are cut to a line, and are redacted.
 */
export function pickFields(value: unknown, fields: Fields): object {
  const picked: Record<string, unknown> = {};
  if (typeof value !== "object" || value === null) return picked;
  for (const [name, wanted] of Object.entries(fields)) {
    const found: unknown = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
    if (found === undefined || found === null) continue;
    if (wanted === true) {
      if (typeof found === "string") picked[name] = redact(found);
      else if (typeof found === "number" || typeof found === "boolean") picked[name] = found;
    } else if (isListOf(wanted)) {
      if (Array.isArray(found)) picked[name] = found.slice(0, maxItems).map((item) => pickFields(item, wanted[0]));
    } else {
      picked[name] = pickFields(found, wanted);
    }
  }
  return picked;
}

function isListOf(wanted: Fields | readonly [Fields]): wanted is readonly [Fields] {
  return Array.isArray(wanted);
}
