import type { ParsedFact } from "../fact-declaration.ts";
import { textLines } from "../text-lines.ts";
import type { RawParser } from "./raw-parser.ts";
import { declaredFacts, declaredValue } from "./declared-facts.ts";

/** A line longer than this is not searched, and so much text is searched in all: a pattern may be a slow one. */
const maxLine = 4_096;
const maxText = 1024 * 1024;

/**
 * Named groups of a pattern, searched line by line; each fact is the first match of its `group`, or of the group of its name.
 * Line by line, because an author's pattern may backtrack without end on a long text.
 */
export const regex: RawParser = {
  facts: declaredFacts,
  parse({ stdout }, { pattern = "", facts: declared = {} }) {
    const expression = compile(pattern);
    if (expression === undefined) {
      return { facts: {}, notes: [], problem: { code: "unparsable", message: `${JSON.stringify(pattern)} is not a regular expression` } };
    }
    const facts: Record<string, ParsedFact> = {};
    const missing = new Map(Object.entries(declared));
    let searched = 0;
    for (const line of textLines(stdout.subarray(0, maxText))) {
      if (missing.size === 0) break;
      searched += line.length;
      const groups = line.length > maxLine ? undefined : expression.exec(line)?.groups;
      if (groups === undefined) continue;
      for (const [name, spec] of missing) {
        const fact = declaredValue(groups[spec.group ?? name], spec);
        if (fact === undefined) continue;
        facts[name] = fact;
        missing.delete(name);
      }
    }
    const notes = [...missing.keys()].map((name) => `${name}: no line of the output matched.`);
    if (stdout.byteLength > maxText) notes.push(`Only the first ${Math.round(searched / 1024)} KiB were searched.`);
    return { facts, notes };
  },
};

function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}
