import type { ParsedFact } from "../fact-declaration.ts";
import { decodeText } from "../text-lines.ts";
import { declaredFacts, declaredValue } from "./declared-facts.ts";
import type { RawParser } from "./raw-parser.ts";

/** A JSON document; each declared fact is where its `path`, a JSON pointer (RFC 6901), leads. Without one: the member of its name. */
export const json: RawParser = {
  facts: declaredFacts,
  parse({ stdout }, spec) {
    const document = parseJson(decodeText(stdout));
    if (document === undefined)
      return { facts: {}, notes: [], problem: { code: "unparsable", message: "its output is not JSON" } };
    const facts: Record<string, ParsedFact> = {};
    const notes: string[] = [];
    for (const [name, declared] of Object.entries(spec.facts ?? {})) {
      const path = declared.path ?? `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      const fact = declaredValue(resolve(document.value, path), declared);
      if (fact === undefined) notes.push(`${name}: the output has no ${declared.kind} at ${path}.`);
      else facts[name] = fact;
    }
    return { facts, notes };
  },
};

function resolve(value: unknown, pointer: string): unknown {
  let at = value;
  for (const token of pointer.split("/").slice(1)) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
