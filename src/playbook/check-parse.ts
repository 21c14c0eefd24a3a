import type { Parse } from "../documents/playbook.generated.ts";
import { DiagError } from "../errors.ts";
import { isMemberName } from "./expression/reserved-names.ts";
import type { Path, SourceMap } from "./source-map.ts";

/** What the schema cannot say of how a command's output is read. @param path Where `parse` stands. */
export function checkParse(parse: Parse, path: Path, source: SourceMap, report: (error: DiagError) => void): void {
  const fail = (message: string, hint: string, at = source.value(path)) =>
    report(new DiagError("schema", message, { at, hint }));
  const facts = Object.keys(parse.facts ?? {});
  const declares = parse.as === "json" || parse.as === "regex";
  if (declares && facts.length === 0) {
    fail(`${parse.as} gives no fact that is not declared`, "Declare them: facts: { depth: { kind: number } }.");
  }
  if (!declares && parse.facts !== undefined) {
    fail(`${parse.as} has facts of its own`, "Remove `facts`.", source.key([...path, "facts"]));
  }
  for (const name of facts) {
    if (isMemberName(name)) continue;
    const hint = "Expressions have another use for the word: choose another.";
    fail(`\`${name}\` cannot be a fact's name`, hint, source.key([...path, "facts", name]));
  }
  if (parse.as === "regex") checkRegex(parse, path, source, fail);
}

function checkRegex(
  { pattern, facts = {} }: Parse,
  path: Path,
  source: SourceMap,
  fail: (message: string, hint: string, at?: ReturnType<SourceMap["value"]>) => void,
): void {
  if (pattern === undefined)
    return fail("regex lacks `pattern`", "Give it a pattern with named groups: (?<depth>\\d+).");
  const at = source.value([...path, "pattern"]);
  const groups = groupsOf(pattern);
  if (typeof groups === "string")
    return fail(`the pattern cannot be read: ${groups}`, "It is a JavaScript regular expression.", at);
  for (const [name, { group = name }] of Object.entries(facts)) {
    if (groups.includes(group)) continue;
    const hint = groups.length === 0 ? "Name a group: (?<name>…)." : `It has the groups ${groups.join(", ")}.`;
    fail(`the pattern has no group \`${group}\``, hint, source.key([...path, "facts", name]));
  }
}

/** The names of a pattern's groups, or why it is none. */
function groupsOf(pattern: string): readonly string[] | string {
  try {
    new RegExp(pattern, "u");
    // With an empty alternative any text matches, and a match has a key for each group.
    return Object.keys(new RegExp(`${pattern}|`, "u").exec("")?.groups ?? {});
  } catch (error) {
    return (error as Error).message.replace(/^Invalid regular expression: /, "");
  }
}
