import { runInNewContext } from "node:vm";
import type { ParsedFact } from "../fact-declaration.ts";
import { textLines } from "../text-lines.ts";
import type { Parsed } from "../tool.ts";
import { declaredFacts, declaredValue } from "./declared-facts.ts";
import type { RawParser } from "./raw-parser.ts";

/** So much text is searched, line by line, for so long: an author's pattern may backtrack without end. */
const maxText = 1024 * 1024;
const maxLine = 4_096;
const maxMs = 500;

/** Named groups of a pattern; each fact is the first match of its `group`, or of the group of its name, in any line. */
export const regex: RawParser = {
  facts: declaredFacts,
  parse({ stdout }, { pattern = "", facts: declared = {} }) {
    const expression = compile(pattern);
    if (expression === undefined) return unparsable(`${JSON.stringify(pattern)} is not a regular expression`);
    const facts: Record<string, ParsedFact> = {};
    const missing = new Map(Object.entries(declared));
    const search = () => {
      for (const line of textLines(stdout.subarray(0, maxText))) {
        if (missing.size === 0) break;
        const groups = line.length > maxLine ? undefined : expression.exec(line)?.groups;
        if (groups === undefined) continue;
        for (const [name, spec] of missing) {
          const fact = declaredValue(groups[spec.group ?? name], spec);
          if (fact === undefined) continue;
          facts[name] = fact;
          missing.delete(name);
        }
      }
    };
    if (!endsInTime(search))
      return unparsable(`${JSON.stringify(pattern)} took more than ${maxMs} ms to search the output`);
    const notes = [...missing.keys()].map((name) => `${name}: no line of the output matched.`);
    if (stdout.byteLength > maxText) notes.push("Only the first 1024 KiB were searched.");
    return { facts, notes };
  },
};

/** node:vm stops a regular expression in the middle, which nothing else in the same thread can. */
function endsInTime(search: () => void): boolean {
  try {
    runInNewContext("search()", { search }, { timeout: maxMs });
    return true;
  } catch {
    return false;
  }
}

function unparsable(message: string): Parsed {
  return { facts: {}, notes: [], problem: { code: "unparsable", message } };
}

function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}
